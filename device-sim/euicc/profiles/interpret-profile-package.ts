import type { Bytes } from '#shared/bytes/bytes';
import type { OperatorId } from '#shared/rsp/common';
import type { InstallError } from '#shared/rsp/notifications';
import { installErrors } from '#shared/rsp/notifications';
import type { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { profileClassOf } from '#shared/rsp/store-metadata';
import type { LoadFailure } from '#shared/saip/index';
import { loadProfile, simaResponse } from '#shared/saip/index';

import type { Card } from '../card.ts';
import { InstallFailed } from '../es8plus/install-failed.ts';
import { ownerInFiles } from './owner-in-files.ts';
import { profileVersion, servicesOf } from './services.ts';

/** A profile package that can be kept. */
export interface Interpreted {
  /** Octets it takes of the card's memory. */
  readonly octets: number;
  /** EUICCResponse, DER. */
  readonly simaResponse: Bytes;
  readonly ownerInFiles: OperatorId | undefined;
}

/** Interprets a profile package (TCA SAIP) against its metadata. @throws InstallFailed */
export function interpretProfilePackage(
  card: Card,
  profilePackage: Bytes,
  metadata: StoreMetadataRequest,
): Interpreted {
  const { iccid, profileOwner: owner } = metadata;
  const loaded = loadProfile(profilePackage, {
    iccid,
    profileClass: profileClassOf(metadata) ?? 'operational',
    supportedMajor: profileVersion.major,
    supportedServices: servicesOf(card.description.uiccCapability),
    freeMemory: card.freeMemory,
    ...(owner && { owner }),
  });
  if (!loaded.ok) throw failed(loaded);
  card.lastReading.keep(profilePackage, loaded);
  return {
    octets: loaded.memory,
    simaResponse: simaResponse(loaded.peStatus),
    ownerInFiles: ownerInFiles(loaded),
  };
}

function failed({ errorReason, peStatus, what, element }: LoadFailure): InstallFailed {
  const detail = element === undefined ? what : `${element}: ${what}`;
  const response = peStatus.length === 0 ? {} : { simaResponse: simaResponse(peStatus) };
  return new InstallFailed('loadProfileElements', reasons[errorReason], detail, response);
}

const reasons: Readonly<Record<LoadFailure['errorReason'], InstallError>> = {
  [installErrors.installFailedDueToInsufficientMemoryForProfile]:
    'installFailedDueToInsufficientMemoryForProfile',
  [installErrors.installFailedDueToPEProcessingError]: 'installFailedDueToPEProcessingError',
  [installErrors.installFailedDueToDataMismatch]: 'installFailedDueToDataMismatch',
  [installErrors.testProfileInstallFailedDueToInvalidNaaKey]: 'testProfileInstallFailedDueToInvalidNaaKey',
};
