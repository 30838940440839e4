import { describe, expect, it } from 'vitest';

import { concat, fromHex, toHex } from '#shared/bytes/bytes';
import { tlv } from '#shared/asn1/index';
import { parseEid } from '#shared/identifiers/eid';
import { euiccIdentity } from '#shared/pki/identities';
import { sgp26Key } from '#shared/pki/sgp26';
import type { TbsCertificate } from '#shared/pki/x509';
import { oids } from '#shared/pki/x509';
import { seededEntropy } from '#shared/runtime/entropy';

import type { AuthenticationChanges, CraftedDevice } from '../../support/crafted-device.ts';
import { craft, withExtension } from '../../support/pki.ts';
import { brainpool, nist, openBench, otherEid, someEid, start } from '../bench.ts';

type Edit = (tbs: TbsCertificate) => TbsCertificate;

const identityOf = (ci = nist, eid = someEid) =>
  euiccIdentity({ ci, eid, clock: { now: () => start }, entropy: seededEntropy(2) });
const identity = identityOf();
const eumKey = sgp26Key('eumNist');

const eum = (edit: Edit): AuthenticationChanges => ({ eumCertificate: craft(identity.eum, nist.key, edit) });
const euicc = (edit: Edit): AuthenticationChanges => ({
  identity,
  euiccCertificate: craft(identity.euicc, eumKey, edit),
});
const constraints = (value: string): Edit => withExtension(oids.basicConstraints, { value, critical: true });
const untouched: Edit = (tbs) => tbs;

/** nameConstraints as they are, with what they permit excluded as well. */
const permittedAndExcluded: Edit = (tbs) => {
  const permitted = tbs.extensions?.find(({ extnID }) => extnID === oids.nameConstraints)?.extnValue;
  const subtrees = permitted?.slice(4) ?? new Uint8Array();
  const value = toHex(tlv(0x30, tlv(0xa0, subtrees), tlv(0xa1, subtrees)));
  return withExtension(oids.nameConstraints, { value, critical: true })(tbs);
};

/** The chain of an eUICC that has issued a certificate for another EID with its own key. */
const issuedByTheEuicc: AuthenticationChanges = {
  identity,
  euiccCertificate: craft(identityOf(nist, otherEid).euicc, identity.key, untouched),
  eumCertificate: identity.euicc.der,
};

const rows: readonly (readonly [string, AuthenticationChanges, string])[] = [
  [
    'an EUM that names the CI and signed itself',
    { eumCertificate: craft(identity.eum, eumKey, untouched) },
    '8.1.2/6.1',
  ],
  ['an eUICC in the place of an EUM', issuedByTheEuicc, '8.11.1/3.9'],
  ['an EUM that may have another CA below it', eum(constraints('30060101FF020101')), '8.1.2/6.1'],
  ['an EUM without a pathLen', eum(constraints('30030101FF')), '8.1.2/6.1'],
  ['an EUM with names excluded', eum(permittedAndExcluded), '8.1.2/6.1'],
  ['an eUICC that is a CA', euicc(constraints('30030101FF')), '8.1.3/6.1'],
  [
    'an EUM under one CI, an eUICC under another',
    { identity, euiccCertificate: identityOf(brainpool).euicc.der },
    '8.1.3/6.1',
  ],
  ['an eUICC certificate with an octet behind it', euiccWith(fromHex('00')), '8.1.3/6.1'],
];

/** The members of a certificate with one more among them: its length is right, its make-up is not. */
function euiccWith(more: Uint8Array): AuthenticationChanges {
  const members = identity.euicc.der.slice(4);
  return { identity, euiccCertificate: tlv(0x30, concat(members, tlv(0x04, more))) };
}

describe('the chain of an eUICC', () => {
  it.each(rows)('%s is refused', async (_what, changes, outcome) => {
    await using bench = await openBench({ cis: [nist, brainpool] });
    const order = await bench.place();
    const session = await bench.device.initiate();
    const answer = await bench.device.tryAuthenticate(session, { matchingId: 'M-1', ...changes });
    expect(answer.outcome).toBe(outcome);
    expect(await bench.smdp.orders.list()).toEqual([order]);
  });

  it('stays what it was when nothing is changed', async () => {
    await using bench = await openBench({ cis: [nist, brainpool] });
    await bench.place();
    const answer = await bench.device.tryAuthenticate(await bench.device.initiate(), {
      matchingId: 'M-1',
      ...eum(untouched),
      ...euicc(untouched),
    });
    expect(answer.outcome).toBe('Executed-Success');
  });
});

describe('what is odd about an eUICC and does not matter', () => {
  it('is a finding: a key identifier that is not made of its key', async () => {
    await using bench = await openBench();
    await bench.place();
    const odd = euicc(withExtension(oids.subjectKeyIdentifier, { value: `0414${'01'.repeat(20)}` }));
    const session = await bench.device.initiate();
    const answer = await bench.device.tryAuthenticate(session, { matchingId: 'M-1', ...odd });
    expect(answer.outcome).toBe('Executed-Success');
    const what = 'the subject key identifier is not the SHA-1 of the public key';
    expect(new Set(bench.events('finding').map((finding) => finding.what))).toEqual(
      new Set([`${identity.euicc.subject}: ${what}`]),
    );
  });

  it('is a finding: check digits of its EID that are wrong; right ones are none', async () => {
    await using bench = await openBench();
    await bench.place();
    const eid = parseEid(`${someEid.slice(0, 30)}${someEid.endsWith('00') ? '01' : '00'}`);
    const ask = async (device: CraftedDevice): Promise<string> =>
      (await device.tryAuthenticate(await device.initiate(), { matchingId: 'M-1' })).outcome;
    expect(await ask(bench.device)).toBe('Executed-Success');
    expect(bench.events('finding')).toEqual([]);
    expect(await ask(bench.openDevice(eid))).toBe('Executed-Success');
    expect(bench.events('finding')).toEqual([
      { where: 'authenticateClient', what: `the check digits of the EID ${eid} are wrong` },
    ]);
  });
});

describe('an eUICC with a key under each of two CIs', () => {
  it('is known in a session by the one that was asked for alone', async () => {
    await using bench = await openBench({ cis: [nist, brainpool] });
    await bench.place();
    const { prepared } = await bench.device.download('M-1');
    const byTheOther = bench.device.installationResult({ ...prepared, ciId: brainpool.id }, 'success');
    await bench.device.notify(byTheOther);
    expect(await bench.state()).toBe('Downloaded');
    expect(bench.events('finding').at(-1)?.what).toMatch(/euiccSignPIR/);
    const cancelled = await bench.device.cancel({ ...prepared, ciId: brainpool.id }, 'undefinedReason');
    expect([cancelled.outcome, await bench.state()]).toEqual(['8.1/6.1', 'Downloaded']);
  });
});
