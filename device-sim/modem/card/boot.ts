import { contentOf, DecodeError, readTlv, readTlvs } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, sameBytes, toHex } from '#shared/bytes/bytes';
import type { Iccid } from '#shared/identifiers/iccid';
import { iccidFromBytes } from '#shared/identifiers/iccid';
import type { Plmn } from '#shared/identifiers/plmn';
import { parsePlmn } from '#shared/identifiers/plmn';
import { imsiFromFile } from '#shared/saip/subscriber-encodings';

import type { Exchange } from './card-answer.ts';
import { readFile, readRecords, selectApplication, selectFile } from './files.ts';
import type { EpsLocation } from './location.ts';
import { readEpsLocation } from './location.ts';
import { pinIsEnabled, verifyPin } from './pin.ts';
import { readPlmns, readPlmnsWithTechnology } from './plmn-lists.ts';
import { terminalProfile } from './proactive.ts';

/** What a USIM says about its subscription. */
export interface Usim {
  readonly aid: Bytes;
  readonly imsi: string;
  /** The networks that are home: EF.EHPLMN, else the one of the IMSI. */
  readonly home: readonly Plmn[];
  /** In the order of preference: by the user, then by the operator. */
  readonly preferred: readonly Plmn[];
  /** Those of the operator: EF.OPLMNwAcT. */
  readonly partners: readonly Plmn[];
  readonly forbidden: readonly Plmn[];
  readonly location: EpsLocation;
  /** EF.SPN's text, to be shown. */
  readonly serviceProvider?: string;
}

/** What is on a card after a reset. */
export type Booted =
  | { readonly iccid: undefined; readonly trouble?: undefined; readonly usim?: undefined }
  | { readonly iccid: Iccid; readonly usim: Usim; readonly trouble?: undefined }
  | {
      readonly iccid: Iccid;
      readonly trouble: 'noUsim' | 'pinRequired' | 'pinWrong';
      readonly why: string;
      readonly usim?: undefined;
    };

/** 3GPP's RID and the application code of a USIM (TS 101 220 annex E). */
const usimAid = fromHex('A0000000871002');

/** The boot sequence of a modem after a reset (network.md §1), by APDUs alone. @throws CardFailed */
export async function boot(exchange: Exchange, pin: string | undefined): Promise<Booted> {
  await exchange(
    fromHex(`80100000 ${toHex(Uint8Array.of(terminalProfile.length))} ${toHex(terminalProfile)}`),
  );
  if ((await selectFile(exchange, 'mf')) === undefined) return { iccid: undefined };
  const iccid = readIccid(await readFile(exchange, 'iccid'));
  if (iccid === undefined) return { iccid: undefined };
  await readFile(exchange, 'pl');
  const aid = findUsim(await readRecords(exchange, 'dir'));
  if (aid === undefined) return { iccid, trouble: 'noUsim', why: 'EF.DIR names no USIM' };
  const fcp = await selectApplication(exchange, aid);
  if (fcp === undefined) return { iccid, trouble: 'noUsim', why: 'the USIM in EF.DIR cannot be selected' };
  if (pinIsEnabled(fcp)) {
    if (pin === undefined) {
      return { iccid, trouble: 'pinRequired', why: 'PIN 1 is enabled, and the modem has no PIN' };
    }
    if (!(await verifyPin(exchange, pin))) {
      const why = 'PIN 1 is enabled, and the PIN of the modem is not it, or there is but one attempt left';
      return { iccid, trouble: 'pinWrong', why };
    }
  }
  const usim = await readUsim(exchange, aid);
  return usim === undefined
    ? { iccid, trouble: 'noUsim', why: 'EF.IMSI cannot be read or holds no IMSI' }
    : { iccid, usim };
}

async function readUsim(exchange: Exchange, aid: Bytes): Promise<Usim | undefined> {
  const imsi = imsiFromFile((await readFile(exchange, 'imsi')) ?? new Uint8Array());
  if (imsi === undefined) return undefined;
  const administrative = await readFile(exchange, 'ad');
  // A modem reads these as well; nothing here depends on what they say.
  for (const file of ['ust', 'acc'] as const) await readFile(exchange, file);
  const serviceProvider = readName(await readFile(exchange, 'spn'));
  for (const file of ['loci', 'psloci'] as const) await readFile(exchange, file);
  const location = readEpsLocation(await readFile(exchange, 'epsloci'));
  await readFile(exchange, 'keys');
  const ownList = readPlmnsWithTechnology(await readFile(exchange, 'hplmnwact'));
  const operators = readPlmnsWithTechnology(await readFile(exchange, 'oplmnwact'));
  const users = readPlmnsWithTechnology(await readFile(exchange, 'plmnwact'));
  const forbidden = readPlmns(await readFile(exchange, 'fplmn'));
  const equivalent = readPlmns(await readFile(exchange, 'ehplmn'));
  return {
    aid,
    imsi,
    home: equivalent.length > 0 ? equivalent : [homeOf(imsi, administrative)],
    preferred: [...ownList, ...users, ...operators],
    partners: operators,
    forbidden,
    location,
    ...(serviceProvider === undefined ? {} : { serviceProvider }),
  };
}

function readIccid(file: Bytes | undefined): Iccid | undefined {
  try {
    return file === undefined ? undefined : iccidFromBytes(file);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The AID in the first record of EF.DIR that is a USIM's: `61 [4F AID] [50 label]` (TS 102 221 §13.1). */
function findUsim(records: readonly Bytes[]): Bytes | undefined {
  return records
    .map(aidIn)
    .find((aid) => aid !== undefined && sameBytes(aid.slice(0, usimAid.length), usimAid));
}

function aidIn(record: Bytes): Bytes | undefined {
  try {
    const template = readTlv(record);
    if (template.tag !== 0x61) return undefined;
    const aid = readTlvs(record, template.contentStart, template.end).find(({ tag }) => tag === 0x4f);
    return aid === undefined ? undefined : contentOf(aid).slice();
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** The network of an IMSI; EF.AD says how long its code is, 2 digits where it does not (TS 31.102 §4.2.18). */
function homeOf(imsi: string, administrative: Bytes | undefined): Plmn {
  const digits = ((administrative?.[3] ?? 2) & 0x0f) === 3 ? 3 : 2;
  return parsePlmn(`${imsi.slice(0, 3)}/${imsi.slice(3, 3 + digits)}`);
}

/** EF.SPN: an octet of display conditions, then the name in 7 bits, padded (TS 31.102 §4.2.12). */
function readName(file: Bytes | undefined): string | undefined {
  const letters = [...(file?.slice(1) ?? [])].filter((letter) => letter >= 0x20 && letter < 0x7f);
  return letters.length === 0 ? undefined : String.fromCharCode(...letters);
}
