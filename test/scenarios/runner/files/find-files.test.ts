import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { findFiles, NoScenarioFiles, usualFiles } from '#scenarios/runner/index';

import { ScenarioFolder } from '../scenario-folder.ts';

const files = {
  'flows/b.yaml': '',
  'flows/a.yml': '',
  'flows/deep/c.yaml': '',
  'flows/notes.md': '',
  'flows/node_modules/x.yaml': '',
  'catalog/immediate.yaml': '',
  'catalog/delayed/after-22m.yaml': '',
  'catalog/delayed/never.yaml': '',
};

describe('where scenarios are found', () => {
  const found = (...paths: readonly string[]): readonly string[] => {
    using given = new ScenarioFolder(files);
    const { folder } = given;
    return findFiles(paths, { folder, catalog: resolve(folder, 'catalog') }).map(({ shown }) => shown);
  };

  it.each([
    { paths: ['flows/b.yaml'], shown: ['flows/b.yaml'] },
    { paths: ['flows'], shown: ['flows/a.yml', 'flows/b.yaml', 'flows/deep/c.yaml'] },
    { paths: ['flows/*.yaml'], shown: ['flows/b.yaml'] },
    { paths: ['./flows/**/*.yaml'], shown: ['flows/b.yaml', 'flows/deep/c.yaml'] },
    { paths: ['flows/?.y*ml'], shown: ['flows/a.yml', 'flows/b.yaml'] },
    { paths: ['**/c.yaml'], shown: ['flows/deep/c.yaml'] },
    { paths: ['catalog:immediate'], shown: ['catalog:immediate'] },
    { paths: ['catalog:delayed'], shown: ['catalog:delayed/after-22m', 'catalog:delayed/never'] },
    {
      paths: ['catalog:'],
      shown: ['catalog:delayed/after-22m', 'catalog:delayed/never', 'catalog:immediate'],
    },
    { paths: ['flows/b.yaml', 'flows'], shown: ['flows/b.yaml', 'flows/a.yml', 'flows/deep/c.yaml'] },
  ])('are $shown by $paths', ({ paths, shown }) => {
    expect(found(...paths)).toEqual(shown);
  });

  it.each([
    { path: 'flow', says: 'there is no flow; did you mean flows?' },
    { path: 'nowhere.yaml', says: 'there is no nowhere.yaml' },
    { path: 'flows/*.json', says: 'no file is of the form flows/*.json' },
    {
      path: 'catalog:imediate',
      says: 'the catalog has no catalog:imediate; did you mean catalog:immediate?',
    },
  ])('are nowhere for $path', ({ path, says }) => {
    expect(() => found(path)).toThrow(new NoScenarioFiles(says));
  });

  it('are in ./scenarios where nothing is said', () => {
    using given = new ScenarioFolder({ 'scenarios/own/a.yaml': '', 'scenarios/readme.md': '' });
    expect(usualFiles({ folder: given.folder }).map(({ shown }) => shown)).toEqual(['scenarios/own/a.yaml']);
  });

  it('are those of the catalog where there is no such folder', () => {
    using given = new ScenarioFolder({ 'catalog/one.yaml': '' });
    const places = { folder: given.folder, catalog: resolve(given.folder, 'catalog') };
    expect(usualFiles(places).map(({ shown }) => shown)).toEqual(['catalog:one']);
  });
});
