import { beforeAll, describe, expect, it } from 'vitest';

import { sequenceOf } from '#lab/cli/run/html/sequence';
import type { MessageRow, Sequence } from '#lab/cli/run/html/row';
import type { WireEntry } from '#scenarios/runner/index';
import { toUtf8 } from '#shared/bytes/bytes';
import { instant } from '#shared/runtime/span';

import { scenarioText } from '../../../scenarios/runner/scenario-folder.ts';
import { onlyStory, playedRun } from './played.ts';

const messages = ({ rows }: Sequence): readonly MessageRow[] => rows.filter((row) => row.kind === 'message');

describe('the sequence of a scenario', () => {
  let installed: Sequence;
  let refused: Sequence;
  beforeAll(async () => {
    const order = '{ as: line, released: true }';
    const expects = '{ registration: home }';
    installed = sequenceOf(onlyStory(await playedRun({ 'a.yaml': scenarioText({ order, expects }) })));
    refused = sequenceOf(onlyStory(await playedRun({ 'a.yaml': scenarioText() })));
  }, 60_000);

  const titled = (sequence: Sequence, title: string): MessageRow | undefined =>
    messages(sequence).find((row) => row.title === title);

  it('names those who take part, from the shop to the air', () => {
    expect(installed.parties.map(({ name }) => name)).toEqual([
      'Operator',
      'SM-DP+',
      'device-1',
      'eUICC',
      'Network',
    ]);
  });

  it('has the functions of ES2+, ES9+ and ES10 and the messages of the network, in order', () => {
    const calls = messages(installed)
      .filter(({ answer, small }) => answer === undefined && small === undefined)
      .map(({ title }) => title);
    const wanted = [
      'downloadOrder',
      'confirmOrder',
      'initiateAuthentication',
      'AuthenticateServer',
      'authenticateClient',
      'PrepareDownload',
      'getBoundProfilePackage',
      'LoadBoundProfilePackage',
      'EnableProfile',
      'ATTACH REQUEST',
      'AUTHENTICATE',
      'ATTACH ACCEPT',
    ];
    expect(calls.filter((title) => wanted.includes(title))).toEqual(wanted);
  });

  it('puts the blocks of a command together and says what the card answered', () => {
    const call = titled(installed, 'AuthenticateServer');
    expect(call).toMatchObject({
      from: 'device-1',
      to: 'device-1/card',
      decoded: { title: 'AuthenticateServerRequest (BF38)' },
    });
    expect(call?.times).toBeGreaterThan(4);
    expect(titled(installed, 'authenticateResponseOk')).toMatchObject({
      answer: true,
      from: 'device-1/card',
    });
  });

  it('decodes messages of the network', () => {
    expect(titled(installed, 'ATTACH REQUEST')?.decoded).toMatchObject({ section: 'TS 24.301' });
    expect(titled(installed, 'ATTACH REQUEST')?.decoded?.facts?.length).toBeGreaterThan(0);
  });

  it('shows a refusal by its name', () => {
    expect(titled(refused, 'profileNotReleased 8.2/1.2')).toMatchObject({
      from: 'smdp',
      to: 'device-1',
      tone: 'bad',
      decoded: { title: 'ES9+.authenticateClient, response' },
    });
    expect(refused.rows).toContainEqual(
      expect.objectContaining({ kind: 'note', party: 'smdp', tone: 'bad' }),
    );
  });

  it('says where each step begins, in the words of the file', () => {
    const steps = refused.rows.filter((row) => row.kind === 'step');
    expect(steps.map(({ line, text }) => ({ line, text }))).toEqual([
      { line: 6, text: 'order: { as: line, released: false }' },
      { line: 7, text: 'download: line' },
      { line: 8, text: 'expect: { download: { refusal: profileNotReleased }, order: Confirmed }' },
    ]);
  });

  it('tells a message that did not arrive from one that did', () => {
    const wire = (lane: string, direction: string): WireEntry => ({
      kind: 'wire',
      at: instant(0),
      lane,
      direction: `${direction} authenticateClient`,
      octets: toUtf8('{}'),
    });
    const entries = [wire('device-1/ES9+', 'request'), wire('ES9+', 'request'), wire('ES9+', 'response')];
    const sequence = sequenceOf({ source: '', entries });
    expect(messages(sequence).map(({ from, to, tone }) => ({ from, to, tone }))).toEqual([
      { from: 'device-1', to: 'smdp', tone: undefined },
      { from: 'smdp', to: 'device-1', tone: 'lost' },
    ]);
  });

  it('leaves off where nobody would read on', () => {
    const [entry] = onlyOneWire();
    const many = sequenceOf({ source: '', entries: Array.from({ length: 1_600 }, () => entry) });
    expect({ rows: many.rows.length, left: many.left }).toEqual({ rows: 1_500, left: 100 });
  });
});

function onlyOneWire(): readonly [WireEntry] {
  return [
    { kind: 'wire', at: instant(0), lane: 'ES2+', direction: 'request downloadOrder', octets: toUtf8('{}') },
  ];
}
