import { describe, expect, it } from 'vitest';

import { play, sayingOf } from './playing.ts';

/** A scenario that has to pass: what is done and expected, and what is given. */
type Case = readonly [does: string, steps: string, given?: string];

async function assertPasses(steps: string, given?: string): Promise<void> {
  expect(sayingOf(await play(steps, given))).toBe('passed');
}

const interruptions = [
  ['initiateAuthentication', 'order: Released'],
  ['authenticateServer', 'order: Released'],
  ['authenticateClient', 'order: Released'],
  ['prepareDownload', 'order: Released'],
  ['getBoundProfilePackage', 'order: Released'],
  ['loadBoundProfilePackage', 'order: Downloaded'],
] as const;

describe('the operator and the person', () => {
  it.each<Case>([
    [
      'a Confirmation Code that is missing, wrong and wrong too often',
      `
  - order: { confirmationCode: '1234', confirmationCodeAttempts: 2 }
  - download
  - expect: { download: { stage: confirmationCode, status: ConfirmationCodeMissing } }
  - download: { confirmationCode: '9999' }
  - expect: { download: { refusal: confirmationCodeRefused } }
  - download: { confirmationCode: '9998' }
  - expect: { download: { refusal: confirmationCodeRetriesExceeded }, order: Error }
`,
    ],
    [
      'a person who declines, postpones, does not answer, and thinks too long',
      `
  - order
  - download: { user: declines }
  - expect: { download: { stage: consent, code: reject, cancelled: endUserRejection }, profile: absent }
  - order: { as: second }
  - download: { user: postpones }
  - expect: { download: { cancelled: postponed }, order: { second: Released } }
  - download: { user: does not answer }
  - expect: { download: { cancelled: timeout } }
  - download: { user: { does: accepts, after: 11m } }
  - expect: { download: { refusal: invalidTransactionId } }
  - download: { user: { does: accepts, after: 1m, meanwhile: [cancel order] } }
  - expect: { download: failed, desk: ok, order: { second: Unavailable } }
`,
    ],
    [
      'an order for another eUICC, another device type, released later, and one the SM-DP+ does not take',
      `
  - order: { as: theirs, for: laptop }
  - download: { order: theirs, on: phone }
  - expect: { download: { refusal: eidMismatch }, told: { theirs: [eligibilityAndRetryLimit eidMismatch] } }
  - order: { as: others, tacs: ['12345678'] }
  - download
  - expect: { download: { refusal: noEligibleProfile } }
  - order: { as: later, released: false }
  - download
  - expect: { download: { refusal: profileNotReleased } }
  - release: later
  - download
  - expect: { desk: ok, download: ok, profile: { later: enabled } }
  - download: { order: theirs, on: laptop }
  - expect: { on: laptop, profile: { theirs: enabled }, download: ok }
  - release: later
  - expect: { desk: { refusal: iccidWrongState } }
`,
      'world: { devices: { phone: {}, laptop: {} } }',
    ],
    [
      'profiles that are enabled, disabled, deleted and reset, and their notifications',
      `
  - order
  - download: { enable: false }
  - expect: { profile: disabled, notifications: 0, registration: none }
  - enable: line
  - expect: { change: ok, profile: enabled, registration: home }
  - order: { as: second }
  - download
  - expect: { profile: { line: disabled, second: enabled }, registration: { state: home, profile: second } }
  - enable: { order: line, deliver: false }
  - expect: { profile: { line: enabled, second: disabled }, notifications: 2 }
  - deliver notifications
  - expect: { notifications: 0 }
  - delete: line
  - expect: { change: failed }
  - disable: line
  - delete: line
  - expect: { change: ok, profile: { line: absent }, registration: none }
  - reset card
  - expect: { profile: { second: absent } }
`,
    ],
    [
      'rules that the card lets in with consent, and rules that it does not let in',
      `
  - order: { rules: [ppr1] }
  - download: { on: lenient }
  - expect: { on: lenient, profile: enabled }
  - disable: { on: lenient }
  - expect: { on: lenient, change: { code: disallowedByPolicy } }
  - order: { as: second, rules: [ppr1] }
  - download: { on: strict }
  - expect: { on: strict, download: { status: PolicyViolation }, profile: absent }
`,
      'world: { devices: { lenient: {}, strict: { allows: { ppr1: never } } } }',
    ],
    [
      'what the SM-DP+ told, and what the order went through',
      `
  - order: { as: line }
  - download
  - expect:
      told: { line: [eligibilityAndRetryLimit success, bppDownload success, bppInstallation success] }
      history: { line: [Available, Allocated, Released, Downloaded, Installed] }
`,
    ],
  ])('%s', async (_does, steps = '', given) => {
    await assertPasses(steps, given);
  });
});

describe('what is given', () => {
  it.each<Case>([
    [
      'a card without room',
      '  - order\n  - download\n  - expect: { download: { refusal: insufficientMemory } }',
      'world: { device: { memory: 4 kB } }',
    ],
    [
      'an eUICC whose certificate has expired',
      '  - order\n  - download\n  - expect: { download: { refusal: euiccCertificateExpired } }',
      'world: { device: { expired: euicc } }',
    ],
    [
      'an EUM whose certificate has expired',
      '  - order\n  - download\n  - expect: { download: { refusal: eumCertificateExpired } }',
      'world: { device: { expired: eum } }',
    ],
    [
      'an SM-DP+ whose TLS certificate has expired',
      '  - order\n  - download\n  - expect: { download: { stage: initiateAuthentication, code: expired } }',
      'world: { smdp: { expired: dpTls } }',
    ],
    [
      'an SM-DP+ that does not know a profile that is not released, and is slow',
      `
  - order: { available: after 10m }
  - download
  - expect: { download: { refusal: matchingIdRefused } }
  - wait: 10m
  - download
  - expect: { download: { status: TimeoutWaitingForResponse } }
  - smdp: { latency: { getBoundProfilePackage: 30s } }
  - download
  - expect: { download: ok }
`,
      'world: { smdp: { notYetReleased: matchingIdRefused, latency: { getBoundProfilePackage: 90s } } }',
    ],
  ])('%s', async (_does, steps = '', given) => {
    await assertPasses(steps, given);
  });
});

describe('a download that is interrupted', () => {
  it.each(interruptions)('at %s leaves nothing, and is made again', async (at, state) => {
    const steps = `
  - order
  - download: { interrupted: { at: ${at} } }
  - expect: { download: { stage: ${at} }, profile: absent, ${state} }
  - wait: 5m
  - download
  - expect: { download: ok, profile: enabled, order: Installed, registration: home }
`;
    expect(sayingOf(await play(steps))).toBe('passed');
  });

  it('after the server has done its part leaves it as it is there', async () => {
    const steps = `
  - order
  - download: { interrupted: { at: getBoundProfilePackage, answer: lost } }
  - expect: { download: { stage: getBoundProfilePackage }, profile: absent, order: Downloaded }
  - download: { interrupted: { at: handleNotification, answer: lost } }
  - expect: { download: ok, profile: enabled, notifications: 2, order: Installed }
  - deliver notifications
  - expect: { change: ok, notifications: 0, order: Installed }
`;
    expect(sayingOf(await play(steps))).toBe('passed');
  });

  it('in any other call is cut off by order', async () => {
    const steps = `
  - order: { type: plan }
  - misbehave: { at: cancelSession, hang up: before }
  - download: { user: declines }
  - expect: { download: failed, order: Released, provisioned: xor }
  - download
  - expect: { registration: home }
`;
    const given = 'world: { operator: { profileTypes: { plan: { algorithm: xor } } } }';
    expect(sayingOf(await play(steps, given))).toBe('passed');
  });

  it('takes no time: who is cut off knows it at once', async () => {
    const steps = '  - order\n  - download: { interrupted: { at: authenticateClient } }';
    expect(await play(steps)).toMatchObject({ outcome: 'passed', virtualSeconds: 0 });
  });

  it('at handleNotification keeps its result on the card; one that never comes so far is no scenario', async () => {
    const steps = `
  - order
  - download: { interrupted: { at: handleNotification } }
  - expect: { download: ok, profile: enabled, notifications: 2, registration: home }
  - deliver notifications
  - expect: { notifications: 0, order: Installed }
`;
    expect(sayingOf(await play(steps))).toBe('passed');
    const early = '  - order\n  - download: { user: declines, interrupted: { at: prepareDownload } }';
    expect(sayingOf(await play(early))).toBe('6: the download never came to prepareDownload');
  });
});

describe('the network', () => {
  it.each<Case>([
    [
      'refuses, bars, is left and found again, and has lost its sequence numbers',
      `
  - network refuses: 15
  - order
  - download
  - expect: { registration: denied because 15, provisioned: true }
  - network refuses: nobody
  - register
  - expect: { registration: home }
  - bar: { order: line, cause: 3 }
  - expect: { registration: denied because 3 }
  - unbar: line
  - power: off
  - expect: { registration: deregistered }
  - power: on
  - expect: { registration: home }
  - expect: { aka: [success, success] }
  - set back register: line
  - power: off
  - power: on
  - expect: { registration: home, aka: [success, success, syncFailure, success] }
  - network refuses: { with: congestion for 10m, order: line }
  - power: off
  - power: on
  - expect: { registration: searching because 22 }
  - expect: { registration: home, within: 15m }
`,
    ],
    [
      'comes later than the profile',
      `
  - order: { provision: after 22m from install }
  - download
  - expect: { registration: denied because 8, provisioned: false }
  - wait: 22m
  - expect: { provisioned: true }
  - register
  - expect: { registration: home }
  - order: { as: second, provision: never }
  - download
  - expect: { registration: denied because 8 }
  - provision: second
  - register
  - expect: { registration: home }
`,
    ],
    [
      'is another one in another country',
      `
  - order
  - download
  - expect: { registration: home }
  - move: DE
  - expect: { registration: { state: roaming, plmn: 262/01 } }
  - move: FR
  - expect: { registration: { state: partner, plmn: 208/01 } }
  - move: IT
  - expect: { registration: searching }
`,
      `
world:
  network:
    partners: [208/01]
    cells:
      - { plmn: 001/01, country: US }
      - { plmn: 262/01, country: DE }
      - { plmn: 208/01, country: FR }
`,
    ],
    [
      'carries data as long as something is left, and to the walled garden',
      `
  - order: { balance: { data: 10 MB, validFor: 30d } }
  - use: { data: 1 kB }
  - expect: { data: noSession }
  - download
  - expect: { registration: home }
  - use: { data: 6 MB }
  - expect: { data: carried, balance: 4 MB }
  - use: { data: 6 MB }
  - expect: { data: blocked, balance: 0 }
  - use: { data: 1 kB, host: help.operator.test }
  - expect: { data: carried }
  - set balance: { data: 1 GB }
  - use: { data: 6 MB }
  - expect: { data: carried }
  - set balance: {}
  - expect: { balance: unmetered }
`,
      'world: { network: { walledGarden: [help.operator.test] } }',
    ],
  ])('%s', async (_does, steps = '', given) => {
    await assertPasses(steps, given);
  });
});

describe('the portal, by its calls', () => {
  it.each<Case>([
    [
      'sells a plan for now',
      `
  - buy
  - expect: { portal: { activation: success, registration: home }, profile: enabled, findings: [], toasts: [] }
  - close portal
`,
    ],
    [
      'sells a plan whose network comes later',
      `
  - buy: delayedConnectivity
  - expect: { profile: enabled, registration: denied because 8, findings: [], toasts: [] }
  - expect: { registration: home, toasts: [connected shown], within: 31m }
`,
      'world: { operator: { networkAfter: 22m } }',
    ],
    [
      'sells a plan whose profile comes later',
      `
  - buy: { plan: deferredDownload, as: plan }
  - expect: { profile: absent, order: { plan: Confirmed } }
  - wait: 10m
  - expect: { toasts: [downloadReady shown] }
  - toast: accept
  - expect: { profile: enabled, registration: home, toasts: [downloadReady accepted] }
`,
    ],
    [
      'takes a download back, and gives a purchase up',
      `
  - order: { available: after 10m }
  - hand over: { delay: 10m }
  - cancel operation
  - wait: 11m
  - expect: { toasts: [], findings: [] }
  - launch portal: { market: DE }
  - expect: { launch: { parameters: { market: DE } }, portal: nothing }
  - expect: { portal: { control: page } }
  - cancel purchase
  - expect: { portal: { control: cancelled } }
`,
    ],
    [
      'hears of a failure, and of it again when it is entered anew',
      `
  - hand over: { code: '1$smdp.operator.test$NOBODY' }
  - expect: { portal: { activation: invalidMatchingId } }
  - launch portal
  - expect: { launch: { headers: { X-MP-LPAError-Codes: InvalidMatchingId } }, portal: nothing }
`,
    ],
    [
      'adds balance, and has its profile used',
      `
  - order
  - download
  - order: { as: second }
  - download
  - notify balance: line
  - expect: { profile: { line: enabled }, portal: { activation: success } }
`,
    ],
    [
      'shows a toast that is ignored',
      `
  - order
  - hand over: { delay: 5m }
  - wait: 5m
  - toast: { does: ignore, kind: downloadReady }
  - wait: 1d
  - expect: { toasts: [downloadReady ignored], profile: absent }
`,
    ],
  ])('%s', async (_does, steps = '', given) => {
    await assertPasses(steps, given);
  });

  it.each([
    ['control: purchased', 'control is with the page, not with the app (purchased)'],
    ['activation: cardBusy', 'told success of the activation, not cardBusy'],
    ['registration: roaming', 'told home of the registration, not roaming'],
  ])('is not as %s has it', async (expected, why) => {
    const played = await play(`
  - order
  - hand over
  - expect: { profile: enabled, registration: home }
  - expect: { portal: { ${expected} } }
`);
    expect(sayingOf(played)).toBe(`8: portal: ${why}`);
  });
});

describe('the types of profiles of the operator', () => {
  it('are used up, and say how USIM and network authenticate each other', async () => {
    await assertPasses(
      `
  - order: { type: one }
  - download
  - expect: { desk: ok, registration: home }
  - order: { as: second, type: one }
  - expect: { desk: { refusal: profileTypeUsedUp } }
`,
      `
world:
  operator:
    profileTypes:
      one: { profile: Only one, iccids: ['8900101000000000011'], algorithm: tuak }
`,
    );
  });
});

describe('misbehaviour', () => {
  it.each<[does: string, steps: string]>([
    [
      'refuses what the desk asks for over ES2+',
      `
  - misbehave: { at: downloadOrder, refuse: profileTypeUsedUp }
  - order
  - expect: { desk: { refusal: profileTypeUsedUp } }
  - order
  - expect: { desk: ok, order: Released }
`,
    ],
    [
      'hangs up on the desk, or answers it with an HTTP status: there is no answer, and no order',
      `
  - misbehave: { at: confirmOrder, hang up: after }
  - order
  - expect: { desk: no answer }
  - misbehave: { at: downloadOrder, answer: 503 }
  - order
  - expect: { desk: no answer }
  - order
  - download
  - expect: { download: ok, registration: home }
`,
    ],
    [
      'answers a device with an HTTP status',
      `
  - order
  - misbehave: { at: getBoundProfilePackage, answer: 500 }
  - download
  - expect: { download: { status: ServerFailure }, profile: absent }
`,
    ],
    [
      'takes so long that the desk gives up',
      `
  - misbehave: { at: downloadOrder, delay: 2m }
  - order
  - expect: { desk: no answer }
`,
    ],
    [
      'is the operator that does not take a callback, which comes again',
      `
  - order
  - misbehave: { at: handleDownloadProgressInfo, answer: 503 }
  - misbehave: { at: handleDownloadProgressInfo, hang up: before }
  - download
  - expect: { download: ok, order: Installed, told: [] }
  - wait: 10s
  - expect: { told: [] }
  - wait: 20s
  - expect: { told: [eligibilityAndRetryLimit success, bppDownload success, bppInstallation success] }
`,
    ],
  ])('%s', async (_does, steps) => {
    expect(sayingOf(await play(steps))).toBe('passed');
  });

  it('that never comes about fails the scenario, the operator included', async () => {
    const steps =
      '  - order\n  - misbehave: { at: handleDownloadProgressInfo, delay: 1m }\n  - expect: { desk: ok }';
    expect(sayingOf(await play(steps))).toMatch(
      /ordered and never happened: handleDownloadProgressInfo: delay 1m$/,
    );
  });
});
