import type { HostingBrowser } from '#device-sim/mobile-plans/index';
import { openHostingBrowser } from '#device-sim/mobile-plans/index';
import { systemClock } from '#shared/runtime/clock';

import type { Scenario } from '../language/index.ts';
import { negated, readScenario, withoutCause } from '../language/index.ts';
import { present } from '../language/present.ts';
import type { Played } from '../steps/index.ts';
import { playScenario } from '../steps/index.ts';
import { SharedWebPki } from '../world/index.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { ScenarioResult } from './result.ts';
import { seedOf } from './seeds.ts';
import { StoryTeller } from './story/story-teller.ts';
import type { RunTerms, Task, Variant } from './task.ts';
import { wallWatch } from './wall-watch.ts';

/** Plays scenarios, one after the other; what costs much is opened once for all. */
export class Player {
  readonly #terms: RunTerms;
  readonly #web: SharedWebPki;
  #browser: Promise<HostingBrowser> | undefined;

  constructor(terms: RunTerms) {
    this.#terms = terms;
    this.#web = new SharedWebPki(`${terms.seed}/web`);
  }

  /** @throws what is a bug of ours, and nothing that is the scenario's */
  async play({ text, file, variant }: Task): Promise<ScenarioResult> {
    const scenario = variantOf(readScenario(text, file), variant);
    const { seed: runSeed, browser, stories, realTime } = this.#terms;
    const seed = seedOf(runSeed, scenario.name);
    if (scenario.needs.includes('browser') && browser === undefined)
      return skipped(scenario, seed, 'there is no browser on this machine');
    const teller = stories ? new StoryTeller(text) : undefined;
    const passed = wallWatch();
    const played = await playScenario(scenario, {
      seed,
      web: { shared: this.#web },
      browser: () => this.#openBrowser(),
      ...(realTime ? { clock: systemClock(present({ start: scenario.world.start })) } : {}),
      ...(teller === undefined ? {} : { report: teller.tell }),
    });
    return {
      ...facts(scenario, seed),
      ...ofPlayed(played),
      wallSeconds: passed(),
      ...present({ story: teller?.story() }),
    };
  }

  /** Ends the browser, if one was wanted. */
  async end(): Promise<void> {
    await (await this.#browser)?.close();
  }

  /** A scenario that is played in this thread comes to its end by itself. */
  async cutOff(): Promise<void> {
    await this.end();
  }

  /** One for all scenarios of a player: each page has its own storage. */
  #openBrowser(): Promise<HostingBrowser> {
    const { browser } = this.#terms;
    this.#browser ??= openHostingBrowser({
      headless: true,
      trustedRoots: [this.#web.rootCertificate()],
      ...present({ browser }),
    });
    return this.#browser;
  }
}

/** A scenario that is not played. */
export function skipped(scenario: Scenario, seed: string, reason: string): ScenarioResult {
  return { ...facts(scenario, seed), ...nothingPlayed, outcome: 'skipped', reason };
}

const nothingPlayed = { evaluated: 0, virtualSeconds: 0, wallSeconds: 0, traceHash: '', fingerprint: '' };

/** A scenario that could not be played to its end, for a fault of ours. */
export function brokenResult({ text, file }: Task, runSeed: string, error: unknown): ScenarioResult {
  const scenario = readScenario(text, file);
  const message = `a fault of the lab: ${error instanceof Error ? error.message : String(error)}`;
  const failure = {
    position: scenario.position,
    message: message.replace(/\s+/g, ' '),
    byExpectation: false,
  };
  return { ...facts(scenario, seedOf(runSeed, scenario.name)), ...nothingPlayed, outcome: 'failed', failure };
}

function variantOf(scenario: Scenario, variant: Variant): Scenario {
  if (variant === 'negated') return negated(scenario, 'each');
  return variant === 'withoutCause' ? withoutCause(scenario) : scenario;
}

function facts(scenario: Scenario, seed: string) {
  const { name, file, because, tags } = scenario;
  return { name, file, because, tags, seed, expectations: scenario.expectations().length };
}

function ofPlayed(played: Played) {
  const { outcome, failure, turned, evaluated, traceHash, virtualSeconds } = played;
  const fingerprint = fingerprintOf(played);
  return { outcome, evaluated, traceHash, virtualSeconds, fingerprint, ...present({ failure, turned }) };
}
