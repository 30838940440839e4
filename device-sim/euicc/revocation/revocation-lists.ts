import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes } from '#shared/bytes/bytes';
import type { Certificate } from '#shared/pki/certificate';
import type { CertificateList } from '#shared/pki/certificate-list';

import type { CardState, StoredCrl } from '../store/card-state.ts';
import type { CardChange } from '../store/card-store.ts';
import { crlName } from '../store/card-store.ts';

/** What is kept of a revocation list. */
export const storedOf = ({
  list: { issuerKeyId, number, base, part, revoked },
  octets,
}: {
  readonly list: CertificateList;
  readonly octets: number;
}): StoredCrl => ({
  ciKeyId: issuerKeyId,
  number,
  part: part?.number ?? 1,
  of: part?.of ?? 1,
  delta: base !== undefined,
  revoked,
  octets,
});

const listsOf = ({ crls }: CardState, ciKeyId: Bytes): readonly StoredCrl[] =>
  crls.filter((crl) => sameBytes(crl.ciKeyId, ciKeyId));

const isWhole = (lists: readonly StoredCrl[], { number, of }: StoredCrl): boolean =>
  lists.filter((each) => each.number === number && each.of === of).length === of;

/** The number of the newest list of a CI that is here with all its parts; undefined when there is none. */
export function newestOf(state: CardState, ciKeyId: Bytes): number | undefined {
  const lists = listsOf(state, ciKeyId);
  const numbers = lists.filter((each) => isWhole(lists, each)).map(({ number }) => number);
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}

/** The parts of that list that are not here. */
export function missingPartsOf(state: CardState, { issuerKeyId, number, part }: CertificateList): number[] {
  const here = new Set(
    listsOf(state, issuerKeyId)
      .filter((each) => each.number === number)
      .map((each) => each.part),
  );
  return Array.from({ length: part?.of ?? 1 }, (_, index) => index + 1).filter((each) => !here.has(each));
}

/** The commit that takes a list in. Once it is whole, and no delta, those before it have served their time. */
export function changeBy(state: CardState, added: StoredCrl): CardChange {
  const others = listsOf(state, added.ciKeyId).filter((each) => crlName(each) !== crlName(added));
  const sameList = others.filter((each) => each.number === added.number);
  const otherwiseCut = sameList.filter(({ of }) => of !== added.of);
  const served =
    !added.delta && isWhole([...sameList, added], added)
      ? others.filter(({ number }) => number < added.number)
      : [];
  return { putCrls: [added], removeCrls: [...otherwiseCut, ...served].map(crlName) };
}

/** Whether a list of the certificate's CI names it. */
export function isRevoked(state: CardState, { authorityKeyIdentifier, serialNumber }: Certificate): boolean {
  if (state.crls.length === 0 || authorityKeyIdentifier === undefined) return false;
  return listsOf(state, authorityKeyIdentifier).some(({ revoked }) =>
    revoked.some((serial) => sameBytes(serial, serialNumber)),
  );
}
