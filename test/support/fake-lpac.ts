import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Reads its input octet by octet, as lpac does: what it does not ask for stays for later. */
const prelude = `#!${process.execPath}
const { readSync, writeSync } = require('node:fs');
const letter = () => {
  const octet = Buffer.alloc(1);
  try { return readSync(0, octet) === 0 ? '' : octet.toString('latin1'); } catch { return ''; }
};
const read = () => {
  for (let line = ''; ; ) {
    const next = letter();
    if (next === '') return line === '' ? undefined : line;
    if (next === '\\n') return line;
    line += next;
  }
};
const write = (text) => writeSync(1, text);
const tell = (line) => write((typeof line === 'string' ? line : JSON.stringify(line)) + '\\n');
const told = (message, data = null) => tell({ type: 'lpa', payload: { code: 0, message, data } });
const asked = (line) => { tell(line); return JSON.parse(read()); };
const ask = (func, param = null) => asked({ type: 'apdu', payload: { func, param } }).payload;
const call = (url, tx = '', headers = []) => asked({ type: 'http', payload: { url, tx, headers } }).payload;
const isdR = 'a0000005591010ffffffff8900000100';
const words = process.argv.slice(2);
`;

/** A folder with programs that speak as lpac does. */
export class FakeLpac implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'esimlab-lpac-'));

  /** A program that does this; the words of the prelude are at its hand. @returns its file */
  program(code: string, name = 'lpac'): string {
    const file = join(this.folder, name);
    writeFileSync(file, prelude + code, { mode: 0o755 });
    return file;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Files are not programs by their first line there. */
export const noFakes = process.platform === 'win32';
