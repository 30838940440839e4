import type { Names } from '../steps/names.ts';
import { namesIn } from '../steps/names.ts';
import { didYouMean } from '#shared/runtime/did-you-mean';

import type { Complaint } from './complaints.ts';
import { complaintsOf } from './complaints.ts';
import { expectationsIn } from './expectations-in.ts';
import { leadsTo, printPath } from './path.ts';
import type { Path } from './path.ts';
import type { Scenario } from './scenario.ts';
import { ScenarioFileWrong } from './scenario-file-wrong.ts';
import { scenarioWords } from './scenario-words.ts';
import type { Source } from './source.ts';
import { readSource } from './source.ts';
import { usualWorld } from './world/world-words.ts';
import { valueAt, without } from './without.ts';

/** What is known of a scenario that others are made from. */
const sources = new WeakMap<Scenario, Source>();

/** Reads a scenario. @throws ScenarioFileWrong with everything that is wrong */
export function readScenario(text: string, file: string): Scenario {
  const source = readSource(text, file);
  const scenario = scenarioOf(source);
  const complaints = [...namesUnknown(scenario), ...causeUnknown(scenario, source)];
  if (complaints.length > 0) throw wrong(source, complaints);
  return scenario;
}

/**
 * The scenario without its cause: it has to fail by an expectation.
 * @throws ScenarioFileWrong where it cannot be read without; TypeError where it names none
 */
export function withoutCause(scenario: Scenario): Scenario {
  const { cause, name } = scenario;
  if (cause === undefined) throw new TypeError(`the scenario "${name}" names no cause`);
  return scenarioOf(without(sourceOf(scenario), cause));
}

/** The scenario with one expectation turned round, or each in its turn: it has to fail there. */
export function negated(scenario: Scenario, which: number | 'each'): Scenario {
  const copy = { ...scenario, negated: which };
  sources.set(copy, sourceOf(scenario));
  return copy;
}

function scenarioOf(source: Source): Scenario {
  const read = scenarioWords.safeParse(source.data, { reportInput: true });
  if (!read.success) throw wrong(source, complaintsOf(read.error.issues));
  const { scenario: name, because, cause, tags = [], needs = [], world = usualWorld, steps } = read.data;
  const locate = (path: Path) => source.locate(path);
  const expectations = expectationsIn(source);
  const scenario: Scenario = {
    name,
    file: source.file,
    because,
    cause,
    tags,
    needs,
    world: world.options,
    plans: world.plans,
    profileTypes: world.profileTypes,
    steps,
    negated: undefined,
    position: source.locateValue(['scenario']),
    expectations: () => expectations,
    locate,
  };
  sources.set(scenario, source);
  return scenario;
}

function sourceOf(scenario: Scenario): Source {
  const source = sources.get(scenario);
  if (source === undefined) throw new TypeError('not a scenario that was read from a file');
  return source;
}

function namesUnknown({ steps, world }: Scenario): readonly Complaint[] {
  const names: Required<Names> = namesIn(steps, ['steps']);
  const known = {
    order: names.gives,
    device: world.devices.map(({ name }) => name),
  };
  return names.uses
    .filter(({ kind, name }) => !known[kind].includes(name))
    .map(({ kind, name, at }) => ({
      path: at,
      message: unknownName(kind, name, known[kind]),
      ofName: !endsInWord(at, name),
    }));
}

/** Whether a name stands as the value of a member, and not as the name of one. */
const endsInWord = (at: Path, name: string): boolean => at.at(-1) !== name;

function unknownName(kind: string, name: string, known: readonly string[]): string {
  const meant = didYouMean(name, known);
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
  return `there is no ${kind} "${name}" in this scenario${hint}`;
}

function causeUnknown({ cause, expectations }: Scenario, source: Source): readonly Complaint[] {
  if (cause === undefined) return [];
  const path = ['cause'];
  const [first] = cause;
  if (valueAt(source.data, cause) === undefined)
    return [{ path, message: `there is nothing at ${printPath(cause)} in this file` }];
  const inside = expectations().some((each) => leadsTo(each.path.slice(0, -1), cause));
  if ((first !== 'world' && first !== 'steps') || inside)
    return [{ path, message: 'a cause is given in the world or is a step, and no expectation' }];
  return [];
}

function wrong(source: Source, complaints: readonly Complaint[]): ScenarioFileWrong {
  const errors = complaints.map(({ path, message, ofName = false }) => ({
    position: ofName ? source.locate(path) : source.locateValue(path),
    message,
  }));
  errors.sort(
    (one, other) => one.position.line - other.position.line || one.position.column - other.position.column,
  );
  return new ScenarioFileWrong(errors);
}
