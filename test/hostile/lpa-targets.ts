import { DownloadFailed } from '#device-sim/lpa/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, toUtf8 } from '#shared/bytes/bytes';
import { ActivationCodeError, parseActivationCode } from '#shared/identifiers/activation-code';
import { es9plusFunctions } from '#shared/rsp/es9plus';

import { Bench, bpp, code, honest } from '../device-sim/lpa/bench.ts';
import { executed, refused } from '../device-sim/lpa/scripted-server.ts';
import type { Chance } from './chance.ts';
import { mutateDer } from './der-mutations.ts';
import type { JsonObject } from './json-mutations.ts';
import { mutateJson } from './json-mutations.ts';
import type { CardFunction } from './lpa-steps.ts';
import { cardFunctions, LpaSteps, rightAnswers } from './lpa-steps.ts';
import { mutateOctets } from './octet-mutations.ts';
import { rightFor } from './right.ts';
import type { Target, Targets } from './target.ts';

/** The LPA between a server and a card that answer what they should not, and before codes that are none. */
export async function lpaTargets(): Promise<Targets> {
  const steps = await LpaSteps.open();
  return {
    targets: [
      ...es9plusFunctions.map(({ name }) => answersOfServer(steps, name)),
      answersOfCard(steps),
      answersToApdus(steps),
      activationCodes(),
    ],
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** The bench again as if nothing had happened. */
class Again {
  #bench: Bench | undefined;
  #runs = 0;
  #faults: unknown[] = [];

  get bench(): Bench {
    this.#runs += 1;
    if (this.#bench === undefined || this.#runs % 100 === 0) {
      this.#bench = new Bench();
      this.#bench.trace.on('fault', ({ error }) => void this.#faults.push(error));
    }
    const bench = this.#bench;
    bench.state = undefined;
    bench.pending.length = 0;
    bench.stages.length = 0;
    for (const list of [bench.card.apdus, bench.card.commands, bench.server.calls]) list.length = 0;
    return bench;
  }

  /** @throws what is neither success nor a failure that says where it failed */
  async download(bench: Bench, activationCode = code): Promise<string> {
    const outcome = await bench.download({ activationCode, confirmationCode: '1' }).then(
      () => 'ok',
      (error: unknown) => {
        if (!(error instanceof DownloadFailed)) throw error;
        return error.stage;
      },
    );
    if (this.#faults.length > 0) throw new Error('a fault of the LPA', { cause: this.#faults.splice(0)[0] });
    return outcome;
  }

  async expectHealthy(): Promise<void> {
    const outcome = await this.download(new Bench());
    if (outcome !== 'ok') throw new Error(`a right download fails in ${outcome}`);
  }
}

const rightBodies: Readonly<Record<string, () => JsonObject>> = {
  initiateAuthentication: () => executed(honest.initiateAuthentication()),
  authenticateClient: () => executed(honest.authenticateClient()),
  getBoundProfilePackage: () => executed(honest.getBoundProfilePackage(bpp())),
  handleNotification: () => executed(),
  cancelSession: () => executed(),
};

/** One input in so many is met by a whole download, the others by the step that it is for. */
const wholeDownloads = 50;

function answersOfServer(steps: LpaSteps, name: string): Target {
  const again = new Again();
  const right = rightFor(rightBodies, name)();
  let inputs = 0;
  return {
    name: `lpa.${name}`,
    prepare: (chance) => mutateJson(chance, chance.oneIn(10) ? refused('8.2.6', '3.8') : right),
    send: async (input) => {
      inputs += 1;
      await steps.serverAnswers(name, input);
      if (inputs % wholeDownloads !== 0) return;
      const { bench } = again;
      if (name === 'cancelSession') {
        // What it cancels for: metadata that are not those that were shown.
        bench.server.on('getBoundProfilePackage', () => executed(honest.getBoundProfilePackage(bpp([]))));
      }
      bench.server.intercept = (call) =>
        call.name === name
          ? { status: 200, headers: { 'content-type': 'application/json' }, body: input }
          : undefined;
      await again.download(bench);
    },
    expectHealthy: async () => again.expectHealthy(),
  };
}

const cardFunctionNames = Object.keys(cardFunctions) as CardFunction[];

/** The first octet of an input is the place of its function among the names. */
function answersOfCard(steps: LpaSteps): Target {
  const again = new Again();
  let inputs = 0;
  return {
    name: 'lpa.cardAnswers',
    prepare: (chance) => {
      const place = chance.below(cardFunctionNames.length);
      const name = cardFunctionNames[place] ?? 'getEid';
      return concat(Uint8Array.of(place), mutateDer(chance, rightAnswers[name]));
    },
    send: async (input) => {
      inputs += 1;
      const name = cardFunctionNames[(input[0] ?? 0) % cardFunctionNames.length] ?? 'getEid';
      await steps.cardAnswers(name, input.slice(1));
      if (inputs % wholeDownloads !== 0) return;
      const { bench } = again;
      const tag = cardFunctions[name];
      const before = bench.card.answers.get(tag);
      bench.card.on(tag, input.slice(1));
      try {
        await again.download(bench);
      } finally {
        if (before !== undefined) bench.card.on(tag, before);
      }
    },
    expectHealthy: async () => again.expectHealthy(),
  };
}

/** The first octet of an input says after how many APDUs the rest of it is the answer. */
function answersToApdus(steps: LpaSteps): Target {
  const again = new Again();
  let inputs = 0;
  const anAnswer = (chance: Chance): Bytes =>
    chance.oneIn(2)
      ? concat(
          chance.octets(3),
          Uint8Array.of(chance.pick([0x61, 0x6c, 0x90, 0x91, 0x6a, 0x69, 0x68]), chance.octet()),
        )
      : chance.octets(260);
  return {
    name: 'lpa.apduAnswers',
    prepare: (chance) => concat(Uint8Array.of(chance.below(chance.oneIn(5) ? 50 : 7)), anAnswer(chance)),
    send: async (input) => {
      inputs += 1;
      await steps.apduAnswers(input[0] ?? 0, input.slice(1));
      if (inputs % wholeDownloads !== 0) return;
      const { bench } = again;
      let left = input[0] ?? 0;
      bench.card.intercept = () => {
        left -= 1;
        return left === -1 ? input.slice(1) : undefined;
      };
      await again.download(bench);
      bench.card.intercept = () => undefined;
    },
    expectHealthy: async () => again.expectHealthy(),
  };
}

const codes = [
  '1$smdp.example.com$QR-1',
  'LPA:1$smdp.example.com$QR-1$2.999.10$1',
  '1$localhost:8443$$2.999.10',
  '1$[::1]:8443$A',
  '1$127.0.0.1$',
];

const pieces = [
  '$',
  '1',
  '2',
  'LPA:',
  '%24',
  '\\',
  '"',
  ' ',
  '\u0000',
  '\u202e',
  'ß',
  '💣',
  '..',
  ':',
  '0',
  '65536',
  '[',
  ']',
  '::',
  '/',
  '@',
  '#',
  '?',
  'xn--',
  '2.999.',
  '9'.repeat(300),
  'a'.repeat(64),
  '\r\n',
  '-',
  '.test',
];

function mutateText(chance: Chance, text: string): string {
  let changed = text;
  for (let left = 1 + chance.below(3); left > 0; left -= 1) {
    const at = chance.below(changed.length + 1);
    const end = chance.oneIn(2) ? at : at + chance.below(6);
    changed = changed.slice(0, at) + (chance.oneIn(4) ? '' : chance.pick(pieces)) + changed.slice(end);
  }
  return changed;
}

function activationCodes(): Target {
  const again = new Again();
  let inputs = 0;
  return {
    name: 'lpa.activationCodes',
    prepare: (chance) => {
      const text = mutateText(chance, chance.pick(codes));
      return chance.oneIn(10) ? mutateOctets(chance, toUtf8(text)) : toUtf8(text);
    },
    send: async (input) => {
      const text = Buffer.from(input).toString('utf8');
      inputs += 1;
      if (inputs % 5 === 0) await again.download(again.bench, text);
      try {
        parseActivationCode(text);
      } catch (error) {
        if (!(error instanceof ActivationCodeError)) throw error;
        if (error.message.includes('\n') || error.message.length > 500)
          throw new Error(`a long message: ${error.message}`, { cause: error });
      }
    },
    expectHealthy: async () => again.expectHealthy(),
  };
}
