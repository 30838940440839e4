import type { HttpHeaders } from '#shared/http/contract';
import { Problem } from './problem.ts';

/** What a device says of itself when it opens the portal (mobile-plans.md §2). */
export interface Launch {
  readonly eid?: string;
  /** Profiles of this operator on the eSIM. */
  readonly iccids?: readonly string[];
  /** The physical SIM. */
  readonly iccid?: string;
  readonly imei?: string;
  readonly location?: string;
  readonly market?: string;
  readonly transactionId?: string;
  /** Downloads that failed before this launch. */
  readonly lastErrors?: LastErrors;
}

/** The X-MP-LPAError headers. */
export interface LastErrors {
  /** ESimOperationStatus names, `ServerNotReachable`. */
  readonly codes: readonly string[];
  /** As the device wrote them, `5/18/2018 11:17:23 PM`. */
  readonly times: readonly string[];
  readonly iccid: string | undefined;
}

interface Shape {
  readonly fits: RegExp;
  /** What is said of a value that does not fit. */
  readonly expected: string;
}

const iccid: Shape = { fits: /^\d{18,20}$/, expected: 'an ICCID of 18 to 20 digits' };

const shapes = {
  eid: { fits: /^\d{32}$/, expected: 'an EID of 32 digits' },
  iccid,
  imei: { fits: /^\d{14,16}$/, expected: 'an IMEI of 15 digits' },
  location: { fits: /^[A-Za-z]{2}$/, expected: 'a country of two letters' },
  market: { fits: /^[A-Za-z]{2}$/, expected: 'a country of two letters' },
  transactionId: { fits: /^[^\p{Cc}]{1,64}$/u, expected: 'at most 64 characters' },
} as const satisfies Record<string, Shape>;

/**
 * The launch in a query and its headers. Check digits are not judged; parameters that are not known or empty are
 * ignored; of a repeated one the first counts.
 * @throws Problem 400 for a value of another shape
 */
export function readLaunch(query: URLSearchParams, headers: HttpHeaders): Launch {
  const launch: Record<string, string> = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const value = query.get(name)?.trim() ?? '';
    if (value !== '') launch[name] = expectShape(name, withoutFiller(name, value), shape);
  }
  const iccids = listOf(query.get('iccids') ?? '').map((each) =>
    expectShape('iccids', withoutFiller('iccid', each), iccid),
  );
  const lastErrors = readLastErrors(headers);
  return { ...launch, ...(iccids.length === 0 ? {} : { iccids }), ...(lastErrors && { lastErrors }) };
}

/** Whether the device has a SIM to be pulled out, and no eSIM. */
export function hasOnlyPhysicalSim({ eid, iccid }: Launch): boolean {
  return eid === undefined && iccid !== undefined;
}

/** What cannot be read of the headers is left out: they only explain. */
function readLastErrors(headers: HttpHeaders): LastErrors | undefined {
  const codes = listOf(headers['x-mp-lpaerror-codes'] ?? '').filter((code) => /^\w{1,64}$/.test(code));
  if (codes.length === 0) return undefined;
  const times = listOf(headers['x-mp-lpaerror-timestamps'] ?? '');
  const failed = (headers['x-mp-lpaerror-iccids'] ?? '').trim().replace(/[fF]+$/, '');
  return {
    codes,
    times: times.map((time) => time.slice(0, 40)),
    iccid: iccid.fits.test(failed) ? failed : undefined,
  };
}

function listOf(text: string): string[] {
  const parts = text.split(',', 20).map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

function withoutFiller(name: string, value: string): string {
  return name === 'iccid' ? value.replace(/[fF]{1,2}$/, '') : value;
}

function expectShape(name: string, value: string, { fits, expected }: Shape): string {
  if (fits.test(value)) return value;
  throw new Problem(
    400,
    'This link is not complete',
    `The parameter ${name} is not ${expected}. Please go back to Mobile Plans and open the plan again.`,
  );
}
