import { toHex } from '#shared/bytes/bytes';

import { isDirectory } from '../file-shape.ts';
import type { FileNode, FileTree } from '../file-tree.ts';
import { applicationsIn, directoryOf, fileAt, filesIn, recordCount, recordOf } from '../file-tree.ts';
import type { LoadedProfile } from '../loaded-profile.ts';
import { imsiFromFile } from '../subscriber-encodings.ts';
import type { Placed, ProfileFinding } from './finding.ts';
import { about } from './finding.ts';

/** Files that a service of the USIM needs (TS 31.102 §4.2.8). */
const serviceFiles: readonly (readonly [number, string])[] = [
  [2, '6F3B'],
  [10, '6F3C'],
  [12, '6F42'],
  [17, '6F3E'],
  [18, '6F3F'],
  [19, '6F46'],
  [20, '6F60'],
  [27, '5F3B'],
  [42, '6F61'],
  [43, '6F62'],
  [45, '6FC5'],
  [85, '6FE3'],
  [122, '5FC0'],
];

/** Rules about the files that a card would have after loading; `origins` says which element made each. */
export function treeFindings(profile: LoadedProfile, origins: readonly Placed[]): readonly ProfileFinding[] {
  const { files } = profile;
  const broken: readonly Broken[] = [
    ...files.nodes.flatMap((node) => ruleReference(files, node)),
    ...files.nodes.filter((node) => isDirectory(node.kind)).flatMap((node) => sfiFindings(files, node)),
    ...applicationsIn(files).flatMap((application) => directoryEntry(files, application)),
    ...files.nodes.filter((node) => node.name === 'adf-usim').flatMap((usim) => usimFindings(files, usim)),
    ...pinStatusFindings(profile),
  ];
  const places = new Map(files.nodes.map((node, index) => [node.path, origins[index]]));
  return broken.map(({ node, rule, what }) => {
    const file = node.name === undefined ? node.path : `${node.path} (${node.name})`;
    const place = places.get(node.path);
    return place === undefined ? { file, rule, what } : about(place, rule, what, file);
  });
}

interface Broken {
  readonly node: FileNode;
  readonly rule: string;
  readonly what: string;
}

const at = (node: FileNode, rule: string, what: string): Broken => ({ node, rule, what });

/** A card looks for EF.ARR in the file's directory and upwards (TS 102 221 §9.2.7). */
function ruleReference(files: FileTree, node: FileNode): Broken[] {
  if (node.arr === undefined) return [];
  const { fid, record } = node.arr;
  const rules = ruleFile(files, node, fid);
  if (rules === undefined) return [at(node, 'arr-reference', `no EF.ARR ${fid} is in reach`)];
  const content = recordOf(rules, record);
  if (content === undefined)
    return [at(node, 'arr-reference', `${rules.path} has ${recordCount(rules)} records, not ${record}`)];
  return content[0] === 0xff ? [at(node, 'arr-reference', `record ${record} of ${rules.path} is empty`)] : [];
}

function ruleFile(files: FileTree, node: FileNode, fid: string): FileNode | undefined {
  const start = isDirectory(node.kind) ? node.path : directoryOf(node.path);
  for (let directory = start; directory !== ''; directory = directoryOf(directory)) {
    const found = fileAt(files, `${directory}/${fid}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function sfiFindings(files: FileTree, directory: FileNode): Broken[] {
  const owners = new Map<number, FileNode>();
  return filesIn(files, directory.path).flatMap((node) => {
    if (node.sfi === undefined) return [];
    const owner = owners.get(node.sfi);
    owners.set(node.sfi, owner ?? node);
    return owner === undefined ? [] : [at(node, 'sfi-unique', `${owner.path} has the SFI ${node.sfi} too`)];
  });
}

function directoryEntry(files: FileTree, application: FileNode): Broken[] {
  const list = fileAt(files, '3F00/2F00');
  const aid = application.aid ?? '';
  if (list !== undefined && toHex(list.content).includes(aid)) return [];
  return [at(application, 'dir-entry', `EF.DIR does not name the application ${aid}`)];
}

function usimFindings(files: FileTree, usim: FileNode): Broken[] {
  const content = (fid: string) => fileAt(files, `${usim.path}/${fid}`)?.content;
  const imsi = imsiFromFile(content('6F07') ?? new Uint8Array(0));
  const mncLength = content('6FAD')?.[3];
  const services = content('6F38') ?? new Uint8Array(0);
  const has = (service: number) => (((services[(service - 1) >> 3] ?? 0) >> ((service - 1) & 7)) & 1) === 1;
  return [
    ...(imsi === undefined ? [at(usim, 'imsi', 'EF.IMSI holds no IMSI')] : []),
    ...(mncLength === 2 || mncLength === 3 ? [] : [at(usim, 'mnc-length', 'EF.AD says no length of 2 or 3')]),
    ...serviceFiles
      .filter(([service, fid]) => has(service) && fileAt(files, `${usim.path}/${fid}`) === undefined)
      .map(([service, fid]) => at(usim, 'service-file', `service ${service} is on, but there is no ${fid}`)),
  ];
}

/** Every key that guards a directory is defined there or above. */
function pinStatusFindings({ files, pins }: LoadedProfile): Broken[] {
  const defined = new Map<string, Set<number>>();
  const shared = new Set<string>();
  for (const set of pins) {
    const references = defined.get(set.directory) ?? new Set();
    for (const pin of set.pins) references.add(pin.keyReference);
    defined.set(set.directory, references);
    if (set.sharedWith !== undefined) shared.add(set.directory);
  }
  return files.nodes.flatMap((node) =>
    [...new Set(node.pinStatus)]
      .filter(
        (reference) => !isGuarded(node.path, (path) => shared.has(path) || defined.get(path)?.has(reference)),
      )
      .map((reference) => at(node, 'pin-defined', `no PIN ${reference} is defined there or above`)),
  );
}

function isGuarded(path: string, defines: (directory: string) => boolean | undefined): boolean {
  for (let directory = path; directory !== ''; directory = directoryOf(directory)) {
    if (defines(directory) === true) return true;
  }
  return false;
}
