import { tlv } from '#shared/asn1/index';
import { fromHex } from '#shared/bytes/bytes';

import type { Command } from '../apdu/command.ts';
import type { Reply } from '../apdu/reply.ts';
import { done, exactly } from '../apdu/reply.ts';
import { StatusError } from '../apdu/status-word.ts';
import type { UiccChannel } from '../channel.ts';
import { fcpOf } from './fcp-of.ts';

/** STATUS (TS 102 221 §11.1.2): P2 00 the current directory, 01 the name of the active application, 0C nothing. @throws StatusError */
export function status(channel: UiccChannel, command: Command): Reply {
  const { p1, p2, data } = command;
  const { directory, application } = channel.selection;
  if (p1 > 0x02) throw new StatusError('incorrectP1P2', `STATUS with P1 ${p1}`);
  if (data.length > 0) throw new StatusError('wrongLength', 'STATUS has no data');
  if (p2 === 0x0c) return done;
  if (p2 === 0x00) return exactly(command, fcpOf(channel, directory));
  if (p2 !== 0x01) throw new StatusError('incorrectP1P2', `STATUS with P2 ${p2}`);
  return exactly(command, tlv(0x84, fromHex(application?.aid ?? '')));
}
