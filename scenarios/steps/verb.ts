import type { z } from 'zod';

import type { Path } from '../language/path.ts';
import type { Position } from '../language/position.ts';
import type { Names } from './names.ts';
import type { Scene } from './scene.ts';

/** Where a step stands. */
export interface StepPlace {
  /** Of the step in the file. */
  readonly path: Path;
  readonly position: Position;
}

/** What a step says, ready to be played. */
export interface Bound {
  play(scene: Scene, place: StepPlace): Promise<void>;
  readonly names: Names;
}

/** A step of a scenario: a verb with what it says. */
export interface Step extends Bound {
  readonly word: string;
}

/** What the language knows of a verb. */
export interface Verb {
  readonly word: string;
  /** What it does, one sentence. */
  readonly says: string;
  /** One or more lines of YAML. */
  readonly example: string;
  readonly schema: z.ZodType<Bound>;
}

interface VerbWords<Schema extends z.ZodType> extends Omit<Verb, 'schema'> {
  readonly schema: Schema;
  names?(value: z.output<Schema>): Names;
  /** @throws StepFailed when what the step wants cannot be had */
  play(value: z.output<Schema>, scene: Scene, place: StepPlace): Promise<void>;
}

/** A verb of the language. */
export function verb<Schema extends z.ZodType>(words: VerbWords<Schema>): Verb {
  const { word, says, example, schema } = words;
  const bind = (value: z.output<Schema>): Bound => ({
    play: (scene, place) => words.play(value, scene, place),
    names: words.names?.(value) ?? {},
  });
  return { word, says, example, schema: schema.transform(bind) };
}
