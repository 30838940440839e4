import { tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';
import type { FileNode } from '#shared/saip/file-tree';

import type { Authenticated, Subscriber } from '../aka/subscriber.ts';
import { kcOf, sresOf } from '../aka/gsm.ts';
import type { Command } from '../apdu/command.ts';
import type { Reply } from '../apdu/reply.ts';
import { waiting } from '../apdu/reply.ts';
import { StatusError } from '../apdu/status-word.ts';
import type { UiccChannel } from '../channel.ts';

const contexts: Readonly<Partial<Record<number, 'gsm' | 'umts'>>> = { 0x80: 'gsm', 0x81: 'umts' };
const octetsOfParameter = 16;
/** EF.UST service 27: GSM access (TS 31.102 §4.2.8). */
const gsmAccess = 27;
const applicationPin = 0x01;

/** AUTHENTICATE (TS 31.102 §7.1.2) in the 3G security context, which EPS and 5GS use too, and in that of GSM. @throws StatusError */
export async function authenticate(channel: UiccChannel, { p1, p2, data }: Command): Promise<Reply> {
  const context = contexts[p2];
  if (p1 !== 0 || context === undefined) {
    throw new StatusError('incorrectP1P2', `AUTHENTICATE with P1 ${p1}, P2 ${p2}`);
  }
  const { application } = channel.selection;
  const subscriber = application && channel.uicc.subscriberOf(application);
  if (application === undefined || subscriber === undefined) {
    throw new StatusError('conditionsNotSatisfied', 'no application with keys that can be used is selected');
  }
  expectPin(channel, application);
  const gsm = hasGsmAccess(channel, application);
  if (context === 'umts') {
    const [rand, autn] = parametersIn(data, 2);
    return waiting(umtsAnswer(await subscriber.authenticate(rand, autn), gsm));
  }
  const [rand] = parametersIn(data, 1);
  if (!gsm) throw new StatusError('gsmContextNotSupported', 'service 27 is not available');
  return waiting(await gsmAnswer(subscriber, rand));
}

/** Without the application's PIN there is no authentication; an application without one needs none. */
function expectPin({ uicc, pinScope }: UiccChannel, application: FileNode): void {
  const pin = uicc.pins.find([application, ...pinScope], applicationPin);
  if (pin !== undefined && !uicc.pins.isSatisfied(pin)) {
    throw new StatusError('securityNotSatisfied', 'the PIN has not been verified');
  }
}

/** `10 RAND 10 AUTN`, or `10 RAND`. @throws StatusError */
function parametersIn(data: Bytes, count: 1 | 2): readonly [Bytes, Bytes] {
  const each = 1 + octetsOfParameter;
  if (data.length !== count * each) throw new StatusError('wrongLength', `${data.length} octets`);
  if (data[0] !== octetsOfParameter || (count === 2 && data[each] !== octetsOfParameter)) {
    throw new StatusError('incorrectData', 'RAND and AUTN have 16 octets');
  }
  return [data.slice(1, each), data.slice(each + 1)];
}

/** `DB` RES, CK, IK and, with GSM access, Kc; `DC` AUTS: each behind its length. */
function umtsAnswer(authenticated: Authenticated, gsm: boolean): Bytes {
  if ('auts' in authenticated) return tlv(0xdc, authenticated.auts);
  const { res, ck, ik } = authenticated;
  return concat(Uint8Array.of(0xdb), ...[res, ck, ik, ...(gsm ? [kcOf(ck, ik)] : [])].map(behindLength));
}

async function gsmAnswer(subscriber: Subscriber, rand: Bytes): Promise<Bytes> {
  const { res, ck, ik } = await subscriber.respond(rand);
  return concat(behindLength(sresOf(res)), behindLength(kcOf(ck, ik)));
}

const behindLength = (octets: Bytes): Bytes => concat(Uint8Array.of(octets.length), octets);

function hasGsmAccess({ uicc }: UiccChannel, application: FileNode): boolean {
  const table = uicc.files.child(application, '6F38');
  const octet = table && uicc.files.contentOf(table)[(gsmAccess - 1) >> 3];
  return ((octet ?? 0) & (1 << ((gsmAccess - 1) & 7))) !== 0;
}
