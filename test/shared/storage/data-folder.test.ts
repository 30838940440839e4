import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataFolder, makeDataFolder, makeFolder } from '#shared/storage/data-folder';

let dir: string;

beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'esimlab-')));
});

afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

describe('the data folder', () => {
  it('is next to the nearest package.json upward', () => {
    const below = join(dir, 'a', 'b');
    mkdirSync(below, { recursive: true });
    writeFileSync(join(dir, 'package.json'), '{}');
    expect(dataFolder(below)).toBe(join(dir, '.esimlab'));
  });

  it('is in the current folder when there is no package.json', () => {
    expect(dataFolder(dir)).toBe(join(dir, '.esimlab'));
  });

  it('is made once, ignored by git', () => {
    const folder = join(dir, '.esimlab');
    makeDataFolder(folder);
    writeFileSync(join(folder, 'device.sqlite'), '');
    makeDataFolder(folder);
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('gets no .gitignore where other things lie', () => {
    writeFileSync(join(dir, 'README.md'), '');
    makeDataFolder(dir);
    expect(existsSync(join(dir, '.gitignore'))).toBe(false);
  });
});

describe('a folder', () => {
  it('is made with those above it, and not where a file is in the way', () => {
    const root = mkdtempSync(join(tmpdir(), 'esimlab-folder-'));
    try {
      makeFolder(join(root, 'a', 'b', 'c'));
      expect(existsSync(join(root, 'a', 'b', 'c'))).toBe(true);
      writeFileSync(join(root, 'file'), '');
      expect(() => {
        makeFolder(join(root, 'file', 'below'));
      }).toThrow(/file cannot be made \(it is a file\); choose another one$/);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
