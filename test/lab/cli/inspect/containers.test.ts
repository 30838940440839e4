import { describe, expect, it } from 'vitest';

import { concat, fromHex, toBase64, toHex } from '#shared/bytes/bytes';
import { certificatePem, privateKeyPem, toPem } from '#shared/pki/pem';
import { sgp26Certificate, sgp26Identity } from '#shared/pki/sgp26';
import { encodeProfile, parseProfile } from '#shared/saip/index';
import { inspectOctets } from '#lab/cli/inspect/inspect-octets';
import { InspectError } from '#lab/cli/inspect/report';

import { minimalProfile } from '../../../shared/saip/minimal-profile.ts';
import { vectors } from '../../../support/vectors.ts';
import { nodesOf } from './support.ts';

const K = '000102030405060708090A0B0C0D0E0F';
const secrets = { secrets: true };

describe('a certificate', () => {
  it('says role, names, validity, keys, registered id, and its chain to a known CI', () => {
    expect(inspectOctets(sgp26Certificate('dpAuthNist').der)).toMatchObject({
      kind: 'certificate',
      title: 'CERT.DPauth.SIG: O=ACME, CN=TEST SM-DP+',
      section: 'SGP.22 §4.5.2',
      facts: {
        role: 'dpAuth',
        validFrom: '2020-04-01T08:31:30.000Z',
        validUntil: '2030-03-30T08:31:30.000Z',
        curve: 'P-256',
        keyId: 'BD5A82CC1A96602118BA7560A1FF83A78B210BE5',
        issuerKeyId: 'F54172BDF98A95D65CBEB88A38A1C11D800A85C3',
        registeredId: '2.999.10',
        chain: 'issued by CN=Test CI, OU=TESTCERT, O=RSPTEST, C=IT (SGP.26 test CI, P-256)',
      },
      findings: [],
    });
  });

  it('of a CI is known by its key under either name', () => {
    for (const name of ['ciNist', 'ciNist2017'] as const)
      expect(inspectOctets(sgp26Certificate(name).der).facts['chain']).toBe('the SGP.26 test CI (P-256)');
  });

  it('of an EUM says which EIDs it may issue', () => {
    expect(inspectOctets(sgp26Certificate('eumNist').der).facts).toMatchObject({
      role: 'eum',
      mayIssueEids: '89049032…',
    });
  });

  it('may come in PEM with the one above it', () => {
    const both = certificatePem(sgp26Certificate('dpPbNist'), sgp26Certificate('ciNist'));
    expect(inspectOctets(both)).toMatchObject({
      title: '2 certificates',
      parts: [{ facts: { role: 'dpPb' } }, { facts: { role: 'ci' } }],
    });
    expect(inspectOctets(certificatePem(sgp26Certificate('ciNist'))).title).toContain('CERT.CI.SIG');
  });

  it('whose signature is not its CI’s is not trusted, with the rule', () => {
    const der = sgp26Certificate('dpAuthNist').der.slice();
    der[der.length - 1]! ^= 1;
    const { facts, findings } = inspectOctets(der);
    expect(facts['chain']).toBe('not trusted');
    expect(findings[0]?.what).toMatch(/\(signature\)$/);
  });

  it('is never shown with its private key', () => {
    expect(() => inspectOctets(privateKeyPem(sgp26Identity('dpAuthNist').key))).toThrow(
      'a private key (PEM block "PRIVATE KEY") is not printed',
    );
  });

  it('that is none is told so where it stands in a structure', () => {
    const report = inspectOctets(fromHex('BF21 4A 3003 80010A 5F3740'.concat('00'.repeat(64), ' 3000')));
    expect(JSON.stringify(report)).toContain('no certificate of RSP');
  });

  it('PEM may hold other things', () => {
    expect(inspectOctets(toPem({ label: 'RSP', der: fromHex('BF3303800102') })).title).toContain(
      'DeleteProfile',
    );
  });

  it.skipIf(!vectors.available)(
    'of an eUICC is chained through the EUM, a foreign issuer name is a finding',
    () => {
      const { facts, findings } = inspectOctets(vectors.bytes('sgp26/CERT_EUICC_ECDSA_NIST.der'));
      expect(facts).toMatchObject({ eid: '89049032123451234512345678901235', role: 'euicc' });
      expect(facts['chain']).toBe('issued by C=ES, O=RSP Test EUM, CN=EUM Test');
      expect(findings[0]?.what).toContain('as issuer, whose certificate says');
    },
  );
});

describe('a profile package', () => {
  const profile = minimalProfile;

  it('says its facts and its elements', () => {
    const report = inspectOctets(profile);
    expect(report).toMatchObject({
      kind: 'profilePackage',
      title: 'Unprotected Profile Package',
      octets: profile.length,
      facts: { iccid: '89000123456789012341', imsi: '001010123456789', algorithm: 'Milenage', elements: 8 },
      findings: [],
    });
    expect(report.tree.map(({ name }) => name)).toEqual(
      parseProfile(profile).map((element) => Object.keys(element)[0]),
    );
    expect(report.tree[1]).toMatchObject({ tag: 'B0', meaning: 'identification 2' });
  });

  it('keeps its keys, PINs and PUKs to itself', () => {
    const printed = JSON.stringify(inspectOctets(profile));
    expect(printed).not.toContain(K);
    expect(printed).not.toContain('3131313131313131');
    expect(printed).toContain('1 (--secrets prints them)');
  });

  it('shows them when asked', () => {
    const report = inspectOctets(profile, secrets);
    expect(report.facts['keys[0]']).toBe(`K ${K}, OPc ${'00'.repeat(16)}`);
    expect(nodesOf(report).find(({ name }) => name === 'pukValue')?.value).toBe('3131313131313131');
  });

  it('keeps the keys of a single element to itself too', () => {
    const aka = encodeProfile(parseProfile(profile).filter((element) => element.akaParameter !== undefined));
    const report = inspectOctets(aka);
    expect(report).toMatchObject({ title: 'Elements of a profile package', facts: { elements: 1 } });
    expect(JSON.stringify(report)).not.toContain(K);
    expect(JSON.stringify(inspectOctets(aka, secrets))).toContain(K);
  });

  it('never shows a secret, whatever octet is damaged', () => {
    const secret = new RegExp(`${K}|${'31'.repeat(7)}|${'35'.repeat(7)}`);
    for (let at = 0; at < profile.length; at += 1) {
      for (const flip of [0x01, 0x20, 0x80]) {
        const damaged = profile.map((octet, index) => (index === at ? octet ^ flip : octet));
        expect(saidOf(damaged)).not.toMatch(secret);
      }
    }
  });

  it('without its end, or with a number twice, has a finding', () => {
    const elements = parseProfile(profile);
    const what = (octets: Uint8Array) => inspectOctets(octets).findings.map((finding) => finding.what);
    expect(what(encodeProfile(elements.slice(0, -1)))).toContain('the package does not close with PE-End');
    expect(what(encodeProfile([...elements.slice(0, -1), ...elements.slice(-2)]))).toContain(
      'two elements have the identification 7',
    );
  });

  it('that is broken names the element, and shows no content', () => {
    const broken = toHex(profile).replace(`8210${K}`, `9210${K}`);
    const error = failureOf(fromHex(broken));
    expect(error.message).toMatch(/profile package that is not well formed: \[6\]\.akaParameter/);
    expect(error.message).not.toContain(K);
  });
});

const saidOf = (input: Uint8Array): string => {
  try {
    return JSON.stringify(inspectOctets(input));
  } catch (error) {
    if (error instanceof InspectError) return error.message;
    throw error;
  }
};

const failureOf = (input: Uint8Array | string): Error => {
  try {
    inspectOctets(input);
  } catch (error) {
    if (error instanceof InspectError) return error;
  }
  throw new Error('it was inspected');
};

it.skipIf(!vectors.available)('a TS.48 profile has its facts', () => {
  const { facts, tree } = inspectOctets(vectors.bytes('ts48/TS48v5_SAIP2.3_BERTLV_SUCI.der'));
  expect(facts).toMatchObject({
    iccid: '89000123456789012341',
    imsi: '001010123456063',
    algorithm: 'test algorithm (XOR)',
    elements: 30,
    keys: '2 (--secrets prints them)',
  });
  expect(tree).toHaveLength(30);
});

describe.skipIf(!vectors.available)('a Bound Profile Package', () => {
  const recorded = () => vectors.bytes('rsp-session/bound-profile-package.der');

  it('says its parts, what is encrypted, and the metadata in clear', () => {
    const report = inspectOctets(recorded());
    expect(report).toMatchObject({
      kind: 'boundProfilePackage',
      octets: 318,
      facts: {
        transactionId: '0102030405060708090A0B0C0D0E0F10',
        configureIsdp: 'A0: 1 segment of 26 octets, encrypted under the session keys',
        storeMetadata: 'A1: 1 segment of 60 octets, in clear with a MAC',
        replaceSessionKeys: 'A2: absent',
        profileElements: 'A3: 1 segment of 42 octets, encrypted under the session keys',
      },
      findings: [],
      parts: [{ title: 'InitialiseSecureChannelRequest' }, { title: 'StoreMetadataRequest', findings: [] }],
    });
    expect(JSON.stringify(report.parts[1])).toContain('euicc-rsp test profile');
  });

  it('with PPK and long segments says so', () => {
    const hex = toHex(recorded());
    const segment = `86820408${'AB'.repeat(1032)}`;
    const content = `${hex.slice(10, hex.indexOf('A32A8628'))}A21A8718${'CD'.repeat(24)}A3820818${segment.repeat(2)}`;
    const length = (content.length / 2).toString(16).toUpperCase().padStart(4, '0');
    const { facts, findings } = inspectOctets(fromHex(`BF3682${length}${content}`));
    expect(facts['profileElements']).toBe(
      'A3: 2 segments of 1036 octets (2072 in all), encrypted under the profile protection keys (PPK)',
    );
    expect(findings).toEqual([
      { what: '2 segments are longer than 1020 octets (up to 1036; SGP.22 §2.5.3)' },
    ]);
  });

  it('that is not well formed is refused with the place', () => {
    expect(failureOf(vectors.bytes('bsp/bound-profile-package.der')).message).toContain(
      '87 of 26 octets is no protected command (at octet 185)',
    );
  });

  it('whose metadata do not decode says so beside the rest', () => {
    const hex = toHex(recorded()).replace('BF252F', 'BF262F');
    expect(inspectOctets(fromHex(hex)).parts[1]?.findings[0]?.what).toContain('expected BF25, found BF26');
  });
});

describe('a JSON body of ES9+', () => {
  const challenge = toBase64(fromHex('AABBCCDDEEFF00112233445566778899'));
  const euiccInfo1 = toBase64(fromHex('BF20098203020200A900AA00'));

  it('is known by its members, each of which is inspected', () => {
    const body = JSON.stringify({ euiccChallenge: challenge, euiccInfo1, smdpAddress: 'smdp.test' });
    expect(inspectOctets(body)).toMatchObject({
      kind: 'es9plus',
      title: 'ES9+.initiateAuthentication, request',
      facts: { smdpAddress: 'smdp.test', euiccChallenge: challenge },
      findings: [],
      parts: [{ title: 'euiccInfo1: EUICCInfo1 (BF20)' }],
    });
  });

  it('has a finding for each member that is missing, foreign or broken', () => {
    const body = JSON.stringify({ euiccInfo1: 'AAAA', euiccChallenge: 'AAA=', smdpAdress: 'a', extra: 1 });
    const what = inspectOctets(body).findings.map((finding) => finding.what);
    expect(what).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^euiccInfo1: EUICCInfo1: 1 octets follow/),
        'euiccChallenge: expected 16 octets, got 2',
        'smdpAdress is not a member of initiateAuthentication',
        'extra is not a member of initiateAuthentication',
        'smdpAddress is missing',
      ]),
    );
  });

  it('that is a response has its outcome', () => {
    const answer = (status: object, more: object = {}) =>
      inspectOctets(JSON.stringify({ header: { functionExecutionStatus: status }, ...more }));
    const failed = {
      status: 'Failed',
      statusCodeData: { subjectCode: '8.2.6', reasonCode: '3.8', message: 'no' },
    };
    expect(answer(failed).facts).toEqual({
      outcome: 'refused with 8.2.6/3.8 (matchingIdRefused: The MatchingID is refused)',
      message: 'no',
    });
    const other = { status: 'Failed', statusCodeData: { subjectCode: '9', reasonCode: '9' } };
    expect(answer(other).facts).toEqual({ outcome: 'refused with 9/9 (not a code pair known here)' });
    expect(
      answer({ status: 'Executed-Success' }, { transactionId: '01', boundProfilePackage: 'vzYA' }),
    ).toMatchObject({
      title: 'ES9+.getBoundProfilePackage, response',
      facts: { outcome: 'executed', transactionId: '01' },
      findings: [{ what: expect.stringContaining('BF23 is missing') as string }],
    });
    expect(() => answer({ status: 'fine' })).toThrow('a JSON response without an outcome');
  });

  it('of no function is refused with the known ones', () => {
    expect(() => inspectOctets('{"hello":1}')).toThrow(
      /\(hello\) are those of no ES9\+ function; known: initiate/,
    );
    expect(() => inspectOctets('{"hello":')).toThrow('the text begins like JSON and is none');
  });
});

it('octets that are nothing are refused with a way on', () => {
  expect(() => inspectOctets(new Uint8Array())).toThrow('nothing to inspect: no octets');
  expect(() => inspectOctets(fromHex('BF31038001'))).toThrow(
    'neither an APDU nor TLVs: length 3 goes beyond the data by 1 octets (at octet 0); the 5 octets begin with BF31038001: is a part missing?',
  );
  expect(() => inspectOctets(concat(fromHex('0500'), fromHex('30')))).toThrow(InspectError);
});
