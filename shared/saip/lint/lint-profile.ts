import { DecodeError } from '#shared/asn1/index';
import { swapNibbles } from '#shared/bytes/bcd';
import type { Bytes } from '#shared/bytes/bytes';

import { loadFiles } from '../load-files.ts';
import { loadProfile } from '../load.ts';
import type { ElementFinding } from '../profile-package.ts';
import { parseProfile } from '../profile-package.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { fileFindings } from './fcp-rules.ts';
import type { Placed, ProfileFinding } from './finding.ts';
import { about } from './finding.ts';
import { frameFindings, keyFindings } from './frame-rules.ts';
import { pinFindings } from './pin-rules.ts';
import { treeFindings } from './tree-rules.ts';

/** What is wrong with a package, in its order; empty for a good one. Takes any octets. */
export function lintProfile(octets: Bytes): readonly ProfileFinding[] {
  const deviations: ElementFinding[] = [];
  let placed: readonly Placed[];
  try {
    placed = parseProfile(octets, deviations).map((element, index) => ({ element, index }));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return [unreadable(error)];
  }
  return [
    ...derFindings(placed, deviations),
    ...frameFindings(placed),
    ...keyFindings(placed),
    ...pinFindings(placed),
    ...fileFindings(placed),
    ...loadFindings(placed),
  ];
}

function unreadable(error: DecodeError): ProfileFinding {
  const [place = '', element, ...rest] = error.path;
  const index = /^\[(\d+)\]$/.exec(place)?.[1];
  return {
    ...(index === undefined ? {} : { index: Number(index) }),
    ...(element === undefined ? {} : { element }),
    ...(rest.length === 0 ? {} : { file: rest.join('.') }),
    rule: 'readable',
    what: error.message,
  };
}

function derFindings(placed: readonly Placed[], deviations: readonly ElementFinding[]): ProfileFinding[] {
  return deviations.flatMap(({ index, what, offset }) => {
    const place = placed[index];
    return place === undefined ? [] : [about(place, 'der', `${what} (at octet ${offset})`)];
  });
}

/** What a card would say that takes the package for its own ICCID; then the files it would have. */
function loadFindings(placed: readonly Placed[]): readonly ProfileFinding[] {
  const elements = placed.map(({ element }) => element);
  const header = elements[0]?.header;
  if (header === undefined) return [];
  const result = loadProfile(elements, { iccid: swapNibbles(header.iccid), profileClass: 'operational' });
  if (result.ok) return treeFindings(result, originsOf(placed));
  const status = result.peStatus[0]?.status;
  const place = result.index === undefined ? undefined : placed[result.index];
  const numbers = `reason ${result.errorReason}${status === undefined ? '' : `, status ${status}`}`;
  const what = `a card refuses it (${numbers}): ${result.what}`;
  return [place === undefined ? { rule: 'loadable', what } : about(place, 'loadable', what)];
}

/** Which element made each file, in the order of the tree. */
function originsOf(placed: readonly Placed[]): readonly Placed[] {
  const builder = new TreeBuilder();
  const origins: Placed[] = [];
  for (const place of placed) {
    loadFiles(builder, place.element);
    while (origins.length < builder.count) origins.push(place);
  }
  return origins;
}
