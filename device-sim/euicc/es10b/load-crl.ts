import { anythingTagged, contentOf, context, DecodeError, readTlv, sequence, tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { CertificateError } from '#shared/pki/certificate';
import type { CertificateList } from '#shared/pki/certificate-list';
import { isListSignedWith, readCertificateList } from '#shared/pki/certificate-list';
import { loadCrlErrors, LoadCrlResponse } from '#shared/rsp/euicc-configuration';

import type { Card } from '../card.ts';
import { FunctionError } from '../isdr/function-error.ts';
import { isdrFunction } from '../isdr/isdr-function.ts';
import { changeBy, missingPartsOf, newestOf, storedOf } from '../revocation/revocation-lists.ts';

/** `BF35`: what stands in `A0` is read as a list only later, so that all that is none is invalidCRLFormat. */
const LoadCrlCommand = context(
  53,
  sequence('LoadCRLRequest', { crl: anythingTagged('CertificateList', 0xa0) }),
);

/** ES10b.LoadCRL (SGP.22 §5.7.12): keeps a revocation list, or a part of one, of a CI whose servers the card believes. */
export const loadCrl = isdrFunction({
  name: 'LoadCRL',
  request: LoadCrlCommand,
  response: LoadCrlResponse,
  async run(card, { crl }) {
    try {
      const evidence = gather(card, tlv(0x30, contentOf(readTlv(crl))));
      for (const check of checks) check(evidence);
      await card.commit(changeBy(card.state, storedOf(evidence)));
      const missingParts = missingPartsOf(card.state, evidence.list);
      return { loadCRLResponseOk: missingParts.length === 0 ? {} : { missingParts } };
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      return { loadCRLResponseError: error.code };
    }
  },
});

interface Evidence {
  readonly card: Card;
  readonly list: CertificateList;
  /** Of the whole list. */
  readonly octets: number;
}
type Check = (evidence: Evidence) => void;

const refuse = (name: keyof typeof loadCrlErrors, detail: string, options?: ErrorOptions): never => {
  throw new FunctionError(loadCrlErrors[name], `${name}: ${detail}`, options);
};

function gather(card: Card, der: Bytes): Evidence {
  if (!card.description.rspCapability.includes('crlSupport'))
    return refuse('undefinedError', 'this card takes no revocation lists');
  try {
    return { card, octets: der.length, list: readCertificateList(der) };
  } catch (cause) {
    if (!(cause instanceof DecodeError) && !(cause instanceof CertificateError)) throw cause;
    return refuse('invalidCRLFormat', cause.message, { cause });
  }
}

const signatureIsTheCis: Check = ({ card, list }) => {
  const ci = card.trustedCis.find(list.issuerKeyId);
  if (ci === undefined)
    return refuse('verificationKeyNotFound', 'a CI whose servers the card does not believe');
  if (!isListSignedWith(list, ci.certificate.publicKey)) refuse('invalidSignature', ci.name);
};

const listIsNotOlder: Check = ({ card, list }) => {
  const newest = newestOf(card.state, list.issuerKeyId);
  if (newest !== undefined && newest > list.number)
    refuse('fresherCrlAlreadyLoaded', `number ${list.number} after ${newest}`);
};

/** What a delta list adds to has to be here, or something newer. */
const baseIsThere: Check = ({ card, list: { base, issuerKeyId } }) => {
  if (base !== undefined && (newestOf(card.state, issuerKeyId) ?? -1) < base)
    refuse('baseCrlMissing', `the list of number ${base}`);
};

const listFits: Check = ({ card, octets }) => {
  if (octets > card.freeMemory) refuse('notEnoughMemorySpace', `${octets} octets`);
};

const checks: readonly Check[] = [signatureIsTheCis, listIsNotOlder, baseIsThere, listFits];
