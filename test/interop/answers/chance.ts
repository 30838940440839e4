import type { Json } from '#shared/asn1/index';
import { toHex } from '#shared/bytes/bytes';

/** Members that hold chance, or what follows from it: only their kind is compared. */
const random = new Set([
  'transactionId',
  'euiccChallenge',
  'serverChallenge',
  'serverSignature1',
  'euiccSignature1',
  'smdpSignature2',
  'euiccSignature2',
  'smdpSign',
  'euiccSignPIR',
  'euiccNotificationSignature',
  'euiccCancelSessionSignature',
  'serverCertificate',
  'smdpCertificate',
  'euiccCertificate',
  'eumCertificate',
  'smdpOtpk',
  'euiccOtpk',
  'bppEuiccOtpk',
  'firstSequenceOf87',
  'sequenceOf88',
  'secondSequenceOf87',
  'sequenceOf86',
]);

/** Lengths of these may differ, too: a DER signature is in them. */
const certificates = new Set(['serverCertificate', 'smdpCertificate', 'euiccCertificate', 'eumCertificate']);

/**
 * Where two answers of one schema differ in more than chance: the path of the first such member, and undefined when there
 * is none.
 */
export function differsAt(was: Json, is: Json, path = '', lucky = false): string | undefined {
  if (typeof was !== 'object' || typeof is !== 'object' || was === null || is === null) {
    if (was === is) return undefined;
    const alike = lucky && typeof was === 'string' && typeof is === 'string' && was.length === is.length;
    return alike ? undefined : path;
  }
  const [before, now] = [new Map(Object.entries(was)), new Map(Object.entries(is))];
  for (const name of new Set([...before.keys(), ...now.keys()])) {
    const [one, other] = [before.get(name), now.get(name)];
    const below = path === '' ? name : `${path}.${name}`;
    if (one === undefined || other === undefined) return below;
    if (certificates.has(name)) continue;
    const found = differsAt(one, other, below, lucky || random.has(name));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Members as JSON: octets are hex, of a captured member its value counts and not its octets. */
export function jsonOf(value: unknown): Json {
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== 'object' || value === null) return (value ?? null) as Json;
  if ('der' in value && 'value' in value) return jsonOf(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, jsonOf(each)]));
}
