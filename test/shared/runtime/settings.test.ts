import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  commaList,
  count,
  octetCount,
  oneOf,
  plainName,
  port,
  span,
  text,
} from '#shared/runtime/setting-parsers';
import {
  WrongSettings,
  environmentNameOf,
  flagOf,
  printConfiguration,
  resolveSettings,
  setting,
} from '#shared/runtime/settings';
import { declaration } from '#shared/runtime/settings-declaration';
import type { ProductSettings } from '#shared/runtime/settings-declaration';
import { minutes } from '#shared/runtime/span';

const declared = {
  smdpPort: setting(8443, port, 'A port.'),
  sessionLifetime: setting(minutes(10), span, 'A span.'),
  cancelSessionPolicy: setting('lenient', oneOf('lenient', 'strict'), 'A policy.'),
  seed: setting(undefined, text, 'A seed.'),
};

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'esimlab-'));
});

afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const file = (content: string): void => {
  writeFileSync(join(dir, 'esimlab.yaml'), content);
};

async function problemsOf(resolved: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await resolved.catch((thrown: unknown) => thrown);
  return error instanceof WrongSettings ? error.problems : [`no WrongSettings but ${String(error)}`];
}

describe('settings', () => {
  it('have their defaults', async () => {
    expect(await resolveSettings(declared, {})).toEqual({
      smdpPort: 8443,
      sessionLifetime: 600_000,
      cancelSessionPolicy: 'lenient',
      seed: undefined,
    });
  });

  it('are taken from the flag over the environment over the nearest file upward over the default', async () => {
    file('smdpPort: 1\nsessionLifetime: 1m\ncancelSessionPolicy: strict\n');
    const below = join(dir, 'a', 'b');
    mkdirSync(below, { recursive: true });
    const environment = { ESIMLAB_SMDP_PORT: '2', ESIMLAB_SESSION_LIFETIME: '2m', UNRELATED: 'x' };
    expect(
      await resolveSettings(declared, {
        flags: { smdpPort: 3, seed: undefined },
        environment,
        folder: below,
      }),
    ).toEqual({
      smdpPort: 3,
      sessionLifetime: 120_000,
      cancelSessionPolicy: 'strict',
      seed: undefined,
    });
  });

  it('are all named in one run when they are wrong, each with where it came from', async () => {
    file('# our lab\nsessionLifetime: 10 minutes\nsmdpPrt: 8443\nseed: [1, 2]\n');
    const problems = await problemsOf(
      resolveSettings(declared, {
        flags: { smdpPort: 70_000 },
        environment: { ESIMLAB_SMDP_PORT: 'https', ESIMLAB_CANCEL_SESSION_POLICY: 'Strict' },
        folder: dir,
      }),
    );
    const yaml = join(dir, 'esimlab.yaml');
    expect(problems).toEqual([
      `${yaml}:3:1: there is no setting "smdpPrt"; did you mean smdpPort?`,
      `${yaml}:4:1: seed: must be one value`,
      'ESIMLAB_SMDP_PORT: not a port (a whole number from 0 to 65535): "https"',
      '--smdp-port: not a port (a whole number from 0 to 65535): "70000"',
      `${yaml}:2:18: sessionLifetime: not a span such as 30s, 10m or 1h30m: "10 minutes"`,
      'ESIMLAB_CANCEL_SESSION_POLICY: must be lenient or strict, not "Strict"',
    ]);
  });

  it('take a list of the file where texts separated by commas are taken', async () => {
    const where = { scenarios: setting(undefined, commaList, 'Paths.') };
    const read = async (yaml: string): Promise<unknown> => {
      file(yaml);
      return resolveSettings(where, { folder: dir });
    };
    expect(await read('scenarios:\n  - flows/*.yaml\n  - more\n')).toEqual({
      scenarios: 'flows/*.yaml,more',
    });
    expect(await read('scenarios: flows,more\n')).toEqual({ scenarios: 'flows,more' });
    const yaml = join(dir, 'esimlab.yaml');
    for (const wrong of ['[]', '[1]', '{ a: b }', '']) {
      expect(await problemsOf(read(`scenarios: ${wrong}\n`))).toEqual([
        expect.stringMatching(/:1:\d+: scenarios: must be a text or a list of texts$/),
      ]);
    }
    expect(await problemsOf(read('scenarios: [flows, ""]\n'))).toEqual([
      `${yaml}:1:12: scenarios: must be a text or a list of texts`,
    ]);
  });

  it('keep what the file says literally: a seed of digits keeps its zeros', async () => {
    file('seed: 007\n');
    expect(await resolveSettings(declared, { folder: dir })).toMatchObject({ seed: '007' });
  });

  it('name the line of a file that is no YAML', async () => {
    file('smdpPort: 8443\nseed: "open\n');
    const problems = await problemsOf(resolveSettings(declared, { folder: dir }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/esimlab\.yaml:\d+:\d+: .*quote/);
  });

  it('want a file of names and values, or an empty one', async () => {
    file('- smdpPort\n');
    expect((await problemsOf(resolveSettings(declared, { folder: dir })))[0]).toContain(
      'esimlab.yaml:1:1: must be a list of',
    );
    file('# nothing yet\n');
    expect(await resolveSettings(declared, { folder: dir })).toMatchObject({ smdpPort: 8443 });
  });

  it('are spelled by rule on the command line and in the environment', () => {
    expect([flagOf('es2plusPort'), environmentNameOf('es2plusPort')]).toEqual([
      '--es2plus-port',
      'ESIMLAB_ES2PLUS_PORT',
    ]);
  });

  it('are printed as the table of CONFIGURATION.md', () => {
    expect(printConfiguration(declared)).toBe(
      [
        '| Setting | Flag | Environment | Default | Meaning |',
        '|---|---|---|---|---|',
        '| `smdpPort` | `--smdp-port` | `ESIMLAB_SMDP_PORT` | `8443` | A port. |',
        '| `sessionLifetime` | `--session-lifetime` | `ESIMLAB_SESSION_LIFETIME` | `10m` | A span. |',
        '| `cancelSessionPolicy` | `--cancel-session-policy` | `ESIMLAB_CANCEL_SESSION_POLICY` | `lenient` | A policy. (`lenient`, `strict`) |',
        '| `seed` | `--seed` | `ESIMLAB_SEED` | none | A seed. |',
        '',
      ].join('\n'),
    );
  });
});

describe('the settings of the product', () => {
  it('resolve to typed values', async () => {
    const settings: ProductSettings = await resolveSettings(declaration, {});
    const policy: 'lenient' | 'strict' = settings.cancelSessionPolicy;
    expect([policy, settings.smdpPort, settings.bodyLimit, settings.seed]).toEqual([
      'lenient',
      8443,
      1_048_576,
      undefined,
    ]);
  });

  it.each([
    [{ portBase: 9000 }, 9003],
    [{ portBase: 0 }, 0],
    [{ portBase: 9000, smdpPort: 1234 }, 1234],
    [{ portBase: 9000, smdpPort: 8443 }, 8443],
  ])('count the port from the base, unless it is given: %o', async (flags, expected) => {
    expect((await resolveSettings(declaration, { flags })).smdpPort).toBe(expected);
  });

  it('have a whole sentence each, and a default that their own parser takes', () => {
    for (const { says, value, parse } of Object.values(declaration)) {
      expect(says).toMatch(/^[A-Z][^|]*\.$/);
      if (typeof value === 'string') expect(parse(value)).toBe(value);
    }
  });
});

describe('the parser of', () => {
  it.each([
    ['a number of octets', octetCount, '64KiB', 65_536],
    ['a number of octets', octetCount, '1MiB', 1_048_576],
    ['a number of octets', octetCount, '12', 12],
    ['a count', count, '3', 3],
    ['a port', port, '0', 0],
    ['a name', plainName, 'device-1', 'device-1'],
  ] as const)('%s takes %s', (_what, parse, given, expected) => {
    expect(parse(given)).toBe(expected);
  });

  it.each([
    ['a number of octets', octetCount, '64kB'],
    ['a number of octets', octetCount, '0'],
    ['a count', count, '0'],
    ['a count', count, '1.5'],
    ['a port', port, '-1'],
    ['a port', port, ''],
    ['a name', plainName, '../device'],
    ['a text', text, ' '],
  ] as const)('%s refuses "%s"', (_what, parse, given) => {
    expect(() => parse(given)).toThrow(TypeError);
  });
});
