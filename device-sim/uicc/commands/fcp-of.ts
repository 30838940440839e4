import type { Bytes } from '#shared/bytes/bytes';
import type { FileNode } from '#shared/saip/file-tree';

import type { UiccChannel } from '../channel.ts';
import { fcpTemplate } from '../files/fcp-template.ts';

/** FCP template of a file, with the PINs of its directory as they are now. */
export function fcpOf({ uicc, pinScope }: UiccChannel, node: FileNode): Bytes {
  const scope = [node, ...pinScope];
  return fcpTemplate(node, (keyReference) => {
    const pin = uicc.pins.find(scope, keyReference);
    return pin !== undefined && uicc.pins.stateOf(pin).enabled;
  });
}
