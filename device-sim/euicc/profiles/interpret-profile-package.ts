import { encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { EuiccResponse, peStatuses } from '#shared/rsp/notifications';
import type { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import type { Card } from '../card.ts';
import { InstallFailed } from '../es8plus/install-failed.ts';

/** A profile package that can be kept. */
export interface Interpreted {
  /** Octets it takes of the card's memory. */
  readonly octets: number;
  /** EUICCResponse, DER. */
  readonly simaResponse: Bytes;
}

/** Interprets a profile package (TCA SAIP) against its metadata. @throws InstallFailed */
export function interpretProfilePackage(
  card: Card,
  profilePackage: Bytes,
  metadata: StoreMetadataRequest,
): Interpreted {
  const octets = profilePackage.length + metadata.iccid.length;
  if (octets > card.freeMemory) {
    throw new InstallFailed(
      'loadProfileElements',
      'installFailedDueToInsufficientMemoryForProfile',
      `${octets} octets`,
    );
  }
  return { octets, simaResponse: encode(EuiccResponse, { peStatus: [{ status: peStatuses.ok }] }) };
}
