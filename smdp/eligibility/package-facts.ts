import { context, DecodeError, decode, readTlv, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import { sha256 } from '#shared/crypto/digest';
import { parseProfile, profileMemory } from '#shared/saip/index';
import type { ServiceName } from '#shared/saip/profile-header';
import { ProfileHeader, serviceNames } from '#shared/saip/profile-header';

/** What a profile package asks of an eUICC; a member is undefined where the package cannot be read. */
export interface PackageFacts {
  readonly majorVersion: number | undefined;
  readonly mandatoryServices: readonly ServiceName[];
  /** Octets of non-volatile memory (saip.md §5.10). */
  readonly memory: number | undefined;
}

const HeaderElement = context(0, ProfileHeader);

/** The facts of the packages asked for last, by digest: reading one costs more than all else of a download. */
const cache = new Map<string, PackageFacts>();
const cacheSize = 64;
/** The same by the octets' place in memory: each download asks more than once. */
const known = new WeakMap<Bytes, PackageFacts>();

/** The facts of an unprotected profile package, whose octets are not altered. */
export function packageFacts(upp: Bytes): PackageFacts {
  const facts = known.get(upp) ?? factsByDigest(upp);
  known.set(upp, facts);
  return facts;
}

function factsByDigest(upp: Bytes): PackageFacts {
  const key = toHex(sha256(upp));
  const facts = cache.get(key) ?? readFacts(upp);
  cache.delete(key);
  cache.set(key, facts);
  const [oldest] = cache.keys();
  if (cache.size > cacheSize && oldest !== undefined) cache.delete(oldest);
  return facts;
}

function readFacts(upp: Bytes): PackageFacts {
  const elements = ifReadable(() => parseProfile(upp));
  const header = elements?.[0]?.header ?? ifReadable(() => decode(HeaderElement, wholeOf(readTlv(upp))));
  const services = header?.['eUICC-Mandatory-services'];
  return {
    majorVersion: header?.['major-version'],
    mandatoryServices: serviceNames.filter((name) => services?.[name] !== undefined),
    memory:
      header === undefined || elements === undefined ? undefined : ifReadable(() => profileMemory(elements)),
  };
}

/** Missing information never refuses: what cannot be read is not known. */
function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
