import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, concat, fromHex, toHex, toUtf8 } from '#shared/bytes/bytes';
import { BspProtector, BspVerifier, deriveSessionKeys } from '#shared/crypto/bsp';
import type { Curve } from '#shared/crypto/curve';
import { sign, verify } from '#shared/crypto/ecdsa';
import { agree } from '#shared/crypto/key-agreement';
import { type PrivateKey, privateKeyFromScalar } from '#shared/crypto/keys';
import { vectors } from '../../support/vectors.ts';
import { tlvAt, tlvs } from './tlv-walk.ts';

/** One recorded RSP session of an independent SM-DP+ whose signatures are RFC 6979 (pki.md §9 names what is signed). */
describe.skipIf(!vectors.available)('the recorded RSP session', () => {
  let key: (name: string) => PrivateKey;
  let file: (name: string) => Bytes;
  /** Inside BF3B { A0 { … } } and BF21 { A0 { … } } and BF38 { A0 { … } }. */
  let authenticated: Bytes;
  let answered: Bytes;
  let prepared: Bytes;

  beforeAll(() => {
    const { keys } = vectors.json('sgp26/keys.json') as { keys: Record<string, { curve: Curve; d: string }> };
    key = (name) => privateKeyFromScalar(keys[name]!.curve, fromHex(keys[name]!.d));
    file = (name) => vectors.bytes(`rsp-session/${name}`);
    answered = tlvAt(file('auth-server-response.der'), 'BF38', 'A0').content;
    authenticated = tlvAt(file('authenticate-response.der'), 'BF3B', 'A0').content;
    prepared = tlvAt(file('prepare-download-response.der'), 'BF21', 'A0').content;
  });

  it('serverSignature1 comes out exactly', () => {
    const { content } = tlvAt(file('initiate-response.der'), '30');
    const signature = sign(key('SK_S_SM_DPauth_ECDSA_NIST'), tlvAt(content, '30').whole, 'deterministic');
    expect(toHex(signature)).toBe(toHex(tlvAt(content, '5F37').content));
  });

  it('euiccSignature1 verifies', () => {
    const [signed, signature] = [tlvAt(answered, '30').whole, tlvAt(answered, '5F37').content];
    expect(verify(key('SK_EUICC_ECDSA_NIST').publicKey, signed, signature)).toBe(true);
    expect(verify(key('SK_EUM_ECDSA_NIST').publicKey, signed, signature)).toBe(false);
  });

  it('smdpSignature2 over smdpSigned2 and euiccSignature1 comes out exactly', () => {
    const signed = concat(tlvAt(authenticated, '30').whole, tlvAt(answered, '5F37').whole);
    const signature = sign(key('SK_S_SM_DPpb_ECDSA_NIST'), signed, 'deterministic');
    expect(toHex(signature)).toBe(toHex(tlvAt(authenticated, '5F37').content));
  });

  it('euiccSignature2 over euiccSigned2 and smdpSignature2 verifies', () => {
    const signed = concat(tlvAt(prepared, '30').whole, tlvAt(authenticated, '5F37').whole);
    const signature = tlvAt(prepared, '5F37').content;
    expect(verify(key('SK_EUICC_ECDSA_NIST').publicKey, signed, signature)).toBe(true);
    expect(verify(key('SK_EUICC_ECDSA_NIST').publicKey, tlvAt(prepared, '30').whole, signature)).toBe(false);
  });

  it('smdpSign comes out exactly', () => {
    const members = tlvs(tlvAt(file('bound-profile-package.der'), 'BF36', 'BF23').content);
    const signature = members.pop()!;
    const otPkEuicc = tlvAt(prepared, '30', '5F49').whole;
    const signed = concat(...members.map(({ whole }) => whole), otPkEuicc);
    expect(signature.tag).toBe('5F37');
    expect(toHex(sign(key('SK_S_SM_DPpb_ECDSA_NIST'), signed, 'deterministic'))).toBe(
      toHex(signature.content),
    );
  });

  it('euiccSignPIR verifies', () => {
    const { content } = tlvAt(file('pending-notification.der'), 'BF37');
    const [signed, signature] = [tlvAt(content, 'BF27').whole, tlvAt(content, '5F37').content];
    expect(verify(key('SK_EUICC_ECDSA_NIST').publicKey, signed, signature)).toBe(true);
  });

  it('its segments come out exactly and open again, from the agreed keys', () => {
    const otPkEuicc = tlvAt(prepared, '30', '5F49').content;
    const keys = deriveSessionKeys({
      z: agree(privateKeyFromScalar('P-256', file('otsk-dp.bin')), otPkEuicc),
      hostId: toUtf8('euicc-rsp'),
      eid: fromHex('89049032123451234512345678901235'),
    });
    const protector = new BspProtector(keys);
    const made = [
      protector.encryptAndMac(0x87, fromHex('BF2400')),
      protector.macOnly(0x88, file('store-metadata.der')),
      protector.encryptAndMac(0x86, file('upp.der')),
    ];
    const [, ...sequences] = tlvs(tlvAt(file('bound-profile-package.der'), 'BF36').content);
    const recorded = sequences.map(({ content }) => content);
    expect(made.map(toHex)).toEqual(recorded.map(toHex));

    const verifier = new BspVerifier(keys);
    const opened = recorded.map((segment) => toHex(verifier.open(segment)));
    expect(opened).toEqual(['BF2400', toHex(file('store-metadata.der')), toHex(file('upp.der'))]);
  });
});
