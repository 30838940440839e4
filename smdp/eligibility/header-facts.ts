import { context, DecodeError, decode, readTlv, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { ServiceName } from '#shared/saip/profile-header';
import { ProfileHeader, serviceNames } from '#shared/saip/profile-header';

/** What the header of a profile package asks of an eUICC. */
export interface HeaderFacts {
  readonly majorVersion: number;
  readonly mandatoryServices: readonly ServiceName[];
}

const HeaderElement = context(0, ProfileHeader);

/** The facts of the first element of a package; undefined when that is no header. */
export function headerFacts(upp: Bytes): HeaderFacts | undefined {
  try {
    const header = decode(HeaderElement, wholeOf(readTlv(upp)));
    const services = header['eUICC-Mandatory-services'];
    return {
      majorVersion: header['major-version'],
      mandatoryServices: serviceNames.filter((name) => services[name] !== undefined),
    };
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
