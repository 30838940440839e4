import type { Bytes } from '#shared/bytes/bytes';
import type { Entropy } from '#shared/runtime/entropy';
import type { Instant } from '#shared/runtime/span';
import { after, days, instant } from '#shared/runtime/span';

import type { SigningManner } from './issue.ts';
import type { IssuedRole } from './roles.ts';

/** Days of validity, after the published test certificates; TLS as the CA/Browser forum allows it. */
const daysOfValidity: Readonly<Record<IssuedRole, number>> = {
  ci: 12_783,
  eum: 12_410,
  euicc: 9_125,
  dpAuth: 3_650,
  dpPb: 3_650,
  dsAuth: 3_650,
  dpTls: 398,
  dsTls: 398,
};

const day = days(1);

/** The days of a role's certificates, from `now`. */
export function validity(role: IssuedRole, now: Instant): { notBefore: Instant; notAfter: Instant } {
  return validFor(daysOfValidity[role], now);
}

/** From midnight (UTC) a day before `now`, so that a peer whose clock is behind accepts it too. */
export function validFor(count: number, now: Instant): { notBefore: Instant; notAfter: Instant } {
  const notBefore = instant(Math.floor(now / day) * day - day);
  return { notBefore, notAfter: after(notBefore, days(count)) };
}

/** Eight octets of a positive INTEGER in its shortest form. */
export function drawSerialNumber(entropy: Entropy): Bytes {
  const drawn = entropy.draw('certificateSerialNumber', 8);
  drawn[0] = ((drawn[0] ?? 0) & 0x3f) | 0x40;
  return drawn;
}

/** Seeded worlds sign by RFC 6979, so that a run can be repeated. */
export function manner(entropy: Entropy): SigningManner {
  return entropy.seeded ? 'deterministic' : 'random';
}
