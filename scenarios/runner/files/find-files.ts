import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

import { didYouMean } from '#shared/runtime/did-you-mean';

import { catalogFolder } from './catalog-folder.ts';
import { fixedPart, isPattern, patternOf } from './glob.ts';

/** A scenario file: where it is, and how a person knows it. */
export interface FoundFile {
  readonly path: string;
  /** Below the folder of the run, with `/` on every machine; `catalog:…` of the shipped ones. */
  readonly shown: string;
}

/** No file is where one was said to be. The message is one line. */
export class NoScenarioFiles extends Error {
  override readonly name = 'NoScenarioFiles';
}

/** What the shipped scenarios are called by. */
const catalogPrefix = 'catalog:';

/** Where scenarios are looked for. */
export interface Places {
  /** Where paths are relative to. */
  readonly folder: string;
  /** Where the shipped scenarios are, unless it is where they come. */
  readonly catalog?: string;
}

/**
 * The scenario files of paths, in the order of the paths and of their names within one, each once. A path is a file, a
 * folder, a pattern such as `flows/**` + `/*.yaml`, or `catalog:` with a name or a folder of the shipped ones.
 * @throws NoScenarioFiles for a path where there is none.
 */
export function findFiles(paths: readonly string[], places: Places): readonly FoundFile[] {
  const found = new Map<string, FoundFile>();
  for (const path of paths) {
    const files = path.startsWith(catalogPrefix) ? ofCatalog(path, places) : ofFolder(path, places.folder);
    for (const file of files) if (!found.has(file.path)) found.set(file.path, file);
  }
  return [...found.values()];
}

/** What is run where nothing is said: `./scenarios`, if there are any, else the shipped ones. */
export function usualFiles(places: Places): readonly FoundFile[] {
  const own = 'scenarios/**/*.yaml';
  const files = below(places.folder, resolve(places.folder, 'scenarios'), patternOf(own));
  return files.length > 0 ? files : findFiles([catalogPrefix], places);
}

function ofFolder(given: string, folder: string): readonly FoundFile[] {
  const path = given.split(sep).join('/');
  if (isPattern(path)) {
    const files = below(folder, resolve(folder, fixedPart(path)), patternOf(path));
    if (files.length === 0) throw new NoScenarioFiles(`no file is of the form ${given}`);
    return files;
  }
  const whole = resolve(folder, path);
  const kind = kindOf(whole);
  if (kind === 'file') return [{ path: whole, shown: shownFrom(folder, whole) }];
  if (kind === 'none') throw new NoScenarioFiles(`there is no ${given}${hintFor(given, folder)}`);
  const files = below(folder, whole, /\.ya?ml$/);
  if (files.length === 0) throw new NoScenarioFiles(`there is no scenario (*.yaml) in ${given}`);
  return files;
}

/** The path of a file relative to the folder is what a pattern is about; an absolute pattern has the whole of it. */
function below(folder: string, where: string, pattern: RegExp): readonly FoundFile[] {
  if (kindOf(where) !== 'folder') return [];
  return filesBelow(where)
    .map((path) => ({ path, shown: shownFrom(folder, path) }))
    .filter(({ path, shown }) => pattern.test(shown) || pattern.test(path.split(sep).join('/')));
}

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}

function ofCatalog(given: string, { catalog = catalogFolder() }: Places): readonly FoundFile[] {
  const name = given.slice(catalogPrefix.length).replace(/\.yaml$/, '');
  const all =
    kindOf(catalog) === 'folder' ? filesBelow(catalog).filter((path) => path.endsWith('.yaml')) : [];
  const known = all.map((path) => ({ path, shown: `${catalogPrefix}${nameWithin(catalog, path)}` }));
  const shown = `${catalogPrefix}${name}`;
  const files = known.filter(
    (file) => name === '' || file.shown === shown || file.shown.startsWith(`${shown}/`),
  );
  if (files.length > 0) return files;
  const meant = didYouMean(
    shown,
    known.map((file) => file.shown),
  );
  throw new NoScenarioFiles(
    `the catalog has no ${shown}${meant === undefined ? '; esimlab run catalog: --list shows what it has' : `; did you mean ${meant}?`}`,
  );
}

const nameWithin = (catalog: string, path: string): string =>
  relative(catalog, path)
    .split(sep)
    .join('/')
    .replace(/\.yaml$/, '');

/** Below the folder of the run as an editor there opens it, elsewhere in whole. */
function shownFrom(folder: string, path: string): string {
  const within = relative(folder, path);
  return (within.startsWith('..') ? path : within).split(sep).join('/');
}

function hintFor(given: string, folder: string): string {
  const names = kindOf(folder) === 'folder' ? filesBelowOrNone(folder) : [];
  const meant = didYouMean(given, names);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

function filesBelowOrNone(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => !name.startsWith('.'));
}

function kindOf(path: string): 'file' | 'folder' | 'none' {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 'none';
  return stats.isDirectory() ? 'folder' : 'file';
}
