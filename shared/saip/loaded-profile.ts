import type { Decoded, Json } from '#shared/asn1/index';
import { anything, integer, octets, optional, sequence, sequenceOf, utf8 } from '#shared/asn1/index';

import { AkaParameter } from './aka-element.ts';
import type { FileKind } from './file-shape.ts';
import type { FileNode, FileTree } from './file-tree.ts';
import { shareLinks } from './file-tree.ts';
import { PinConfiguration, PukConfiguration } from './pins-element.ts';
import type { ProfileElement } from './profile-elements.ts';
import { encodeProfile, parseProfile } from './profile-package.ts';

/** The PINs that hold from a directory down, or the directory whose PINs it shares. */
export interface PinSet {
  /** Path of the directory, as in the file tree. */
  readonly directory: string;
  readonly pins: readonly PinConfiguration[];
  readonly sharedWith?: string;
}

/** Keys of an application. */
export interface ApplicationKeys {
  /** Path of the ADF. */
  readonly application: string;
  readonly parameter: AkaParameter;
}

/** A profile as the card holds it once it is loaded. */
export interface LoadedProfile {
  readonly files: FileTree;
  readonly aka: readonly ApplicationKeys[];
  readonly pins: readonly PinSet[];
  readonly puks: readonly PukConfiguration[];
  /** CDMA keys, security domains, remote management and applications: kept, not executed. */
  readonly others: readonly ProfileElement[];
  /** Of the first USIM. */
  readonly imsi?: string;
  /** Non-volatile memory in octets. */
  readonly memory: number;
}

const StoredFile = sequence('StoredFile', {
  path: utf8,
  fid: utf8,
  kind: utf8,
  name: optional(utf8),
  aid: optional(utf8),
  sfi: optional(integer),
  arr: optional(sequence('StoredArr', { fid: utf8, record: integer })),
  rule: optional(integer),
  size: integer,
  recordLength: optional(integer),
  lifeCycle: integer,
  special: integer,
  pinStatus: optional(sequenceOf(integer)),
  linkTo: optional(utf8),
  content: octets(),
});
type StoredFile = Decoded<typeof StoredFile>;

const StoredProfile = sequence('StoredProfile', {
  files: sequenceOf(StoredFile),
  aka: sequenceOf(sequence('StoredKeys', { application: utf8, parameter: AkaParameter })),
  pins: sequenceOf(
    sequence('StoredPins', {
      directory: utf8,
      pins: sequenceOf(PinConfiguration),
      sharedWith: optional(utf8),
    }),
  ),
  puks: sequenceOf(PukConfiguration),
  others: sequenceOf(anything),
  imsi: optional(utf8),
  memory: integer,
});

/** The profile as JSON for a card's store, octets in hex. Holds keys. A file that stands for another is written without content. */
export function loadedProfileToJson(profile: LoadedProfile): Json {
  const { files, aka, pins, puks, others, imsi, memory } = profile;
  return StoredProfile.toJson({
    files: files.nodes.map(storedFile),
    aka,
    pins,
    puks,
    others: others.map((element) => encodeProfile([element])),
    ...(imsi === undefined ? {} : { imsi }),
    memory,
  });
}

function storedFile(node: FileNode): StoredFile {
  const file = node.linkTo === undefined ? node : { ...node, content: new Uint8Array(0) };
  return file as StoredFile;
}

/** The profile that {@link loadedProfileToJson} wrote. @throws TypeError for something else. */
export function loadedProfileFromJson(json: Json): LoadedProfile {
  const stored = StoredProfile.fromJson(json);
  const nodes = stored.files.map((file): FileNode => ({ ...file, kind: kindNamed(file.kind) }));
  return {
    ...stored,
    files: shareLinks(new Map(nodes.map((node) => [node.path, node]))),
    others: stored.others.flatMap((element) => parseProfile(element)),
  };
}

const kinds: readonly FileKind[] = ['MF', 'DF', 'ADF', 'transparent', 'linear', 'cyclic', 'ber-tlv'];

function kindNamed(name: string): FileKind {
  const kind = kinds.find((known) => known === name);
  if (kind === undefined) throw new TypeError(`no kind of file is named "${name}"`);
  return kind;
}
