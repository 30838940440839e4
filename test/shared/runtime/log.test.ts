import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromHex } from '#shared/bytes/bytes';
import { openLog } from '#shared/runtime/log';
import type { LogLevel } from '#shared/runtime/log';
import { instant } from '#shared/runtime/span';
import { Trace } from '#shared/runtime/trace';

declare module '#shared/runtime/trace' {
  interface TraceEvents {
    'test.provisioned': {
      readonly iccid: string;
      readonly octets: Uint8Array;
      readonly k?: string;
      readonly deep?: unknown;
    };
  }
}

interface Line {
  readonly level: string;
  readonly at: string;
  readonly name: string;
  readonly event: Record<string, unknown>;
}

function logged(level: LogLevel, emit: (trace: Trace) => void): { lines: Line[]; text: string } {
  const trace = new Trace({ now: () => instant('2026-01-01T00:00:00Z') });
  let text = '';
  const close = openLog(trace, {
    level,
    write: (line) => (text += line),
    levels: { 'test.provisioned': 'info' },
  });
  emit(trace);
  close();
  trace.emit('fault', { where: 'after the end', error: 'not logged' });
  return {
    lines: text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line),
    text,
  };
}

describe('the log', () => {
  it('is dated by the clock of the trace and names the event', () => {
    const { lines } = logged('info', (trace) => {
      trace.emit('test.provisioned', { iccid: '8949', octets: fromHex('CAFE') });
    });
    expect(lines).toEqual([
      {
        level: 'info',
        at: '2026-01-01T00:00:00.000Z',
        number: 1,
        name: 'test.provisioned',
        event: { iccid: '8949', octets: '2 octets' },
      },
    ]);
  });

  it('prints octets at level trace only', () => {
    const emit = (trace: Trace): void => {
      trace.emit('test.provisioned', {
        iccid: '8949',
        octets: fromHex('CAFE'),
        deep: [{ more: fromHex('BEEF') }],
      });
      trace.emit('wire', { lane: 'ES9+', direction: 'request', octets: fromHex('F00D') });
    };
    for (const level of ['info', 'debug'] as const)
      expect(logged(level, emit).text).not.toMatch(/CAFE|BEEF|F00D/i);
    const { text, lines } = logged('trace', emit);
    expect(text).toMatch(/CAFE.*BEEF.*\n.*F00D/);
    expect(lines.map(({ level }) => level)).toEqual(['info', 'trace']);
  });

  it('prints nothing under the name of a secret, at any level', () => {
    const { text } = logged('trace', (trace) => {
      const deep = new Map([
        ['OPc', 'S2'],
        ['privateKey', 'S3'],
        ['confirmationCode', 'S4'],
        ['eumPrivateKey', 'S5'],
      ]);
      trace.emit('test.provisioned', { iccid: '8949', octets: fromHex(''), k: 'S1', deep });
    });
    expect(text).toContain('8949');
    expect(text).not.toMatch(/S[1-5]/);
  });

  it('is loud about a fault: stack and cause, at every level', () => {
    const { lines } = logged('error', (trace) => {
      trace.emit('fault', { where: 'ES9+', error: new Error('broken', { cause: new TypeError('of this') }) });
      trace.emit('finding', { where: 'ES9+', what: 'odd' });
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'error',
      event: {
        where: 'ES9+',
        error: { name: 'Error', message: 'broken', cause: { name: 'TypeError', message: 'of this' } },
      },
    });
    expect(JSON.stringify(lines[0]?.event)).toContain('log.test');
  });

  it('warns of a finding', () => {
    const { lines } = logged('warn', (trace) => {
      trace.emit('finding', { where: 'EID', what: 'wrong check digits' });
    });
    expect(lines.map(({ level, event }) => [level, event['what']])).toEqual([['warn', 'wrong check digits']]);
  });

  it('copes with what JSON does not: big integers, sets, circles', () => {
    const circle: Record<string, unknown> = { big: 5n, set: new Set([1]) };
    circle['self'] = circle;
    const { lines } = logged('info', (trace) => {
      trace.emit('test.provisioned', { iccid: '1', octets: fromHex(''), deep: circle });
    });
    expect(lines[0]?.event['deep']).toMatchObject({ big: '5', set: [1] });
  });

  it('is readable for people when asked to be, stacks below their line', () => {
    const trace = new Trace({ now: () => instant('2026-01-01T00:00:00Z') });
    let text = '';
    openLog(trace, { level: 'info', format: 'text', write: (line) => (text += line) });
    trace.emit('finding', { where: 'EID', what: 'wrong check digits' });
    trace.emit('fault', { where: 'ES9+', error: new Error('broken') });
    const lines = text.split('\n');
    expect(lines.slice(0, 3)).toEqual([
      '2026-01-01T00:00:00.000Z warn  finding where=EID what="wrong check digits"',
      '2026-01-01T00:00:00.000Z error fault where=ES9+ error="broken"',
      'Error: broken',
    ]);
    expect(lines.at(-1)).toBe('');
  });

  it('is appended to a file, whose folder is made', () => {
    const dir = mkdtempSync(join(tmpdir(), 'esimlab-'));
    const file = join(dir, 'logs', 'esimlab.log');
    for (const what of ['first', 'second']) {
      const trace = new Trace({ now: () => instant(0) });
      const close = openLog(trace, { level: 'info', file });
      trace.emit('finding', { where: 'here', what });
      close();
    }
    expect(readFileSync(file, 'utf8')).toMatch(/"first".*\n.*"second".*\n$/);
    rmSync(dir, { recursive: true, force: true });
  });
});
