import { describe, expect, it } from 'vitest';

import type { Scenario } from '#scenarios/language/index';
import {
  negated,
  printPosition,
  readScenario,
  ScenarioFileWrong,
  withoutCause,
} from '#scenarios/language/index';

const good = `
scenario: The profile comes later
because: the operator releases it only after 10 minutes
cause: steps[0].order.available
tags: [deferredDownload]
world:
  device: { memory: 400 kB }
steps:
  - order: { as: line, available: after 10m }
  - download:
      order: line
      user: { does: accepts, after: 1m, meanwhile: [{ expect: { order: { line: Confirmed } } }] }
  - expect:
      download: { refusal: profileNotReleased }
      within: 1m
`;

/** The errors of a file, each as `line:column: message`. */
function errorsOf(text: string): readonly string[] {
  try {
    readScenario(text, 'f.yaml');
  } catch (error) {
    if (!(error instanceof ScenarioFileWrong)) throw error;
    expect(error.message.split('\n')).toHaveLength(error.errors.length);
    return error.errors.map(({ position, message }) => `${position.line}:${position.column}: ${message}`);
  }
  return [];
}

/** The errors of the good file with something replaced. */
function errorsWith(from: string, to: string): readonly string[] {
  expect(good).toContain(from);
  return errorsOf(good.replace(from, to));
}

const positions = (scenario: Scenario): readonly string[] =>
  scenario.expectations().map(({ word, position }) => `${printPosition(position)} ${word}`);

describe('a scenario file', () => {
  it('need not say why it comes out as it does, and can then not be played without its cause', () => {
    const bare = good.replace(/^because.*\n/m, '').replace(/^cause.*\n/m, '');
    const scenario = readScenario(bare, 'f.yaml');
    expect([scenario.because, scenario.cause]).toEqual([undefined, undefined]);
    expect(() => withoutCause(scenario)).toThrow(
      new TypeError('the scenario "The profile comes later" names no cause'),
    );
  });

  it('has its name, its cause, and an expectation for each member of an expect, nested ones too', () => {
    const scenario = readScenario(good, 'f.yaml');
    expect(scenario).toMatchObject({
      name: 'The profile comes later',
      because: 'the operator releases it only after 10 minutes',
      cause: ['steps', 0, 'order', 'available'],
      tags: ['deferredDownload'],
      needs: [],
      world: { devices: [{ name: 'device-1', card: { memory: 400_000 } }] },
      position: { file: 'f.yaml', line: 2, column: 11 },
    });
    expect(scenario.steps.map(({ word }) => word)).toEqual(['order', 'download', 'expect']);
    expect(positions(scenario)).toEqual(['f.yaml:12:65 order', 'f.yaml:14:7 download']);
  });

  it('tells all that is wrong at once, in the order of the file', () => {
    expect(
      errorsOf(
        'scenario: x\nbecause: y\ncause: steps[0]\nsteps:\n  - wiat: 3m\n  - expect: { profile: { line: off } }\n',
      ),
    ).toEqual([
      expect.stringMatching(/^5:5: unknown word "wiat"; did you mean "wait"\? Known here: order, /),
      '6:32: must be enabled, disabled or absent, not "off"',
    ]);
  });

  it.each<[what: string, from: string, to: string, error: string | RegExp]>([
    [
      'a word that is none',
      'available: after',
      'availble: after',
      /^9:24: unknown word "availble"; did you mean "available"\? Known here: as, /,
    ],
    ['a verb that is none', 'order: { as', 'ordr: { as', /^9:5: unknown word "ordr"; did you mean "order"\?/],
    [
      'a word of a fixed set',
      'accepts',
      'acepts',
      '12:21: must be accepts, declines, postpones or does not answer, not "acepts"; did you mean "accepts"?',
    ],
    [
      'the name of a refusal',
      'profileNotReleased',
      'profileNotRelesed',
      '14:28: not "profileNotRelesed"; did you mean "profileNotReleased"?',
    ],
    [
      'a span',
      'within: 1m',
      'within: one minute',
      '15:15: not a span such as 30s, 10m or 1h30m: "one minute"',
    ],
    ['a number for a span', 'within: 1m', 'within: 1', '15:15: not a span such as 30s, 10m or 1h30m: 1'],
    [
      'an answer that nobody would give',
      'order: line\n',
      'interrupted: { at: prepareDownload, answer: lost }\n',
      '11:51: no server is asked at this stage, so there is no answer to be lost',
    ],
    [
      'misbehaviour of two kinds at once',
      '- download:\n      order: line\n',
      '- misbehave: { at: cancelSession, delay: 1s, hang up: before }\n  - download:\n',
      '10:16: say one thing that it does: refuse, delay, hang up or answer with an HTTP status',
    ],
    [
      'a refusal where an operator has none to answer with',
      '- download:\n      order: line\n',
      '- misbehave: { at: handleDownloadProgressInfo, refuse: eidMismatch }\n  - download:\n',
      /^10:16: an operator answers a callback without a body, and so cannot refuse it; have it answer/,
    ],
    [
      'an HTTP status that is no mistake',
      '- download:\n      order: line\n',
      '- misbehave: { at: downloadOrder, answer: 204 }\n  - download:\n',
      '10:45: must be at least 400',
    ],
    [
      'numbers that are none',
      '  device:',
      '  operator: { profileTypes: { travel: { iccids: 8900101000000000001-8900101000000000002 } } }\n  device:',
      '7:49: the check digit of 8900101000000000002 is 1; or give 18 digits, without one',
    ],
    ['when something is available', 'after 10m', 'in 10m', /^9:35: not immediate, manual, "after 10m"/],
    ['octets', '400 kB', '400 kilos', '7:21: not a number of octets such as 40 kB or 10 MB: "400 kilos"'],
    ['a mapping for a text', 'does: accepts', 'does: {}', /^12:21: must be accepts/],
    [
      'an order that nobody placed',
      'order: line\n',
      'order: lime\n',
      '11:14: there is no order "lime" in this scenario; did you mean "line"?',
    ],
    [
      'an order by name in an expectation',
      '{ line: Confirmed }',
      '{ lime: Confirmed }',
      '12:74: there is no order "lime" in this scenario; did you mean "line"?',
    ],
    [
      'a device that is not there',
      'order: line\n',
      'order: line\n      on: laptop\n',
      '12:11: there is no device "laptop" in this scenario',
    ],
    [
      'a cause that is not there',
      'order.available',
      'order.expires',
      '4:8: there is nothing at steps[0].order.expires in this file',
    ],
    [
      'a cause that is no path',
      'steps[0].order.available',
      'steps[0',
      '4:8: not a path such as steps[0].order.provision: "steps[0"',
    ],
    [
      'a cause that is an expectation',
      'steps[0].order.available',
      'steps[2].expect.download',
      '4:8: a cause is given in the world or is a step, and no expectation',
    ],
    ['a name that is missing', 'scenario: The profile comes later\n', '', '2:1: "scenario" is missing'],
    ['no steps', good.slice(good.indexOf('  - order')), ' []\n', '9:2: a list of steps must not be empty'],
  ])('refuses %s', (_what, from, to, error) => {
    const [first, ...more] = errorsWith(from, to);
    expect(first).toEqual(typeof error === 'string' ? error : expect.stringMatching(error));
    expect(more).toEqual([]);
  });

  it.each<[what: string, world: string, error: string]>([
    [
      'types of profiles that have numbers in common',
      'operator: { profileTypes: { a: { iccids: ["890010100000000001"] }, b: { iccids: ["890010100000000001"] } } }',
      '7:73: the profile types "a" and "b" have ICCIDs in common',
    ],
    [
      'ranges of profile types that meet',
      'operator: { profileTypes: { a: { imsis: 001010000000001-001010000000009 }, b: { imsis: 001010000000009-001010000000010 } } }',
      '7:81: the profile types "a" and "b" have IMSIs in common',
    ],
    [
      'a number that is in a type twice, with its check digit and without it',
      'operator: { profileTypes: { a: { iccids: ["890010100000000001", "8900101000000000019"] } } }',
      '7:44: the ICCID 8900101000000000019 is in its list twice',
    ],
    [
      'an IMSI of another network',
      'operator: { profileTypes: { a: { imsis: ["262010000000001"] } } }',
      '7:34: profile type "a": the IMSI 262010000000001 does not begin with the operator\'s network 001/01',
    ],
    [
      'a type of profile without a name',
      'operator: { profileTypes: { "": {} } }',
      '7:31: a profile type has a name',
    ],
    [
      'a profile without a name',
      'operator: { profileTypes: { a: { profile: "" } } }',
      '7:45: a profile has a name',
    ],
    ['what is no IMEI', 'device: { imei: "1" }', '7:19: not an IMEI (15 digits): "1"'],
    ['what is no EID', 'device: { eid: "1" }', '7:18: not an EID (32 digits): "1"'],
    [
      'a version that an octet cannot hold',
      'device: { svn: 999.0.0 }',
      '7:18: not a version such as 2.5.0: "999.0.0"',
    ],
    ['what is no version', 'smdp: { minimumSvn: two }', '7:23: not a version such as 2.5.0: "two"'],
    ['no device', 'devices: {}', '7:12: a world has one device at least'],
    [
      'more partners than a profile has room for',
      `network: { partners: [${Array.from({ length: 9 }, (_, index) => `262/0${index + 1}`).join(', ')}] }`,
      '7:24: a profile has room for 8 partners',
    ],
    [
      'what is no host',
      'network: { walledGarden: ["http://a"] }',
      '7:29: not a name of hosts such as *.example.com: "http://a"',
    ],
    ['what is no country', 'host: { market: Mars }', '7:19: not a country of two letters such as DE: "Mars"'],
    [
      'what is no language',
      'host: { language: "?" }',
      '7:21: not languages such as en-US or de-DE,de;q=0.8: "?"',
    ],
    ['too many retries', 'host: { retry: { times: 101 } }', '7:27: must be at most 100'],
    [
      'a time when no certificate can be issued',
      'start: 9998-01-01T00:00:00Z',
      '7:10: a scenario begins before the year 9900',
    ],
  ])('refuses a world that cannot be opened: %s', (_what, world, error) => {
    const rest = good.slice(good.indexOf('steps:'));
    const text = `scenario: It cannot begin\nbecause: one\n# 3\n# 4\n# 5\nworld:\n  ${world}\n${rest}`;
    expect(errorsOf(text)).toEqual([error]);
  });

  it('refuses two verbs in a step, and a device beside devices', () => {
    expect(errorsWith('  - download:\n', '  - wait: 1m\n    download:\n')).toEqual([
      '10:5: a step has one verb, not download and wait',
    ]);
    expect(errorsWith('world:\n', 'world:\n  devices: { phone: {} }\n')).toEqual([
      '7:3: a world has "device" or "devices", not both',
    ]);
  });

  it('refuses digits that YAML has made a number of', () => {
    expect(errorsWith('as: line,', 'as: line, confirmationCode: 1234,')).toEqual([
      "9:42: must be digits in quotes, '1234': without them they are a number",
    ]);
  });

  it('tells errors of the YAML itself where they are', () => {
    const [error, ...more] = errorsOf('scenario: [\n');
    expect(error).toMatch(/^2:1: /);
    expect(more).toEqual([]);
  });

  it('refuses aliases that have no end, and more than one scenario a file', () => {
    expect(errorsOf('scenario: D\nsteps: &a [*a]\n')).toEqual(['2:12: *a stands within itself']);
    const doubling = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name) => {
      const before = `*${String.fromCharCode(name.charCodeAt(0) - 1)}`;
      return `${name}: &${name} [${Array.from({ length: 9 }, () => before).join(', ')}]`;
    });
    expect(errorsOf(['a: &a [1]', ...doubling].join('\n'))).toEqual(['1:1: too many aliases of aliases']);
    expect(errorsOf('scenario: p\n---\nscenario: q\n')).toEqual([
      '2:1: a file holds one scenario: put what follows "---" in a file of its own',
    ]);
  });

  it('is refused when it is empty, or a list', () => {
    expect(errorsOf('')).toEqual(['1:1: must be a mapping of "word: value", not nothing']);
    expect(errorsOf('- a')).toEqual(['1:1: must be a mapping of "word: value", not a list']);
  });

  it('takes verbs that need nothing as bare words', () => {
    const { steps } = readScenario(good.replace('  - download:', '  - reset card\n  - download:'), 'f.yaml');
    expect(steps.map(({ word }) => word)).toEqual(['order', 'reset card', 'download', 'expect']);
  });
});

describe('a scenario without its cause', () => {
  it('lacks what stands there, and nothing has moved', () => {
    const scenario = readScenario(good, 'f.yaml');
    const without = withoutCause(scenario);
    expect(positions(without)).toEqual(positions(scenario));
    expect(without.steps).toHaveLength(3);
  });

  it('lacks the whole step when its only verb is the cause', () => {
    const text = good
      .replace('steps[0].order.available', 'steps[1].wait')
      .replace('  - download:', '  - wait: 1m\n  - download:');
    const scenario = readScenario(text, 'f.yaml');
    const without = withoutCause(scenario);
    expect(without.steps.map(({ word }) => word)).toEqual(['order', 'download', 'expect']);
    expect(positions(without)).toEqual(['f.yaml:13:65 order', 'f.yaml:15:7 download']);
  });
});

describe('a negated scenario', () => {
  it('is the same but for one expectation', () => {
    const scenario = readScenario(good, 'f.yaml');
    expect(scenario.negated).toBeUndefined();
    const turned = negated(scenario, 1);
    expect(turned.negated).toBe(1);
    expect(withoutCause(turned).name).toBe(scenario.name);
  });
});
