import type { Bytes } from '#shared/bytes/bytes';
import type { FileNode } from '#shared/saip/file-tree';

import type { UiccChannel } from '../channel.ts';
import { fcpTemplate } from '../files/fcp-template.ts';

/** FCP template of a file, with the PINs of its directory as they are now. */
export function fcpOf(channel: UiccChannel, node: FileNode): Bytes {
  const { pins } = channel.uicc;
  return fcpTemplate(node, (keyReference) => {
    const pin = pins.find([node, ...channel.pinScope], keyReference);
    return pin !== undefined && pins.stateOf(pin).enabled;
  });
}
