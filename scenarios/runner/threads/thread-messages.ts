import type { ScenarioResult } from '../result.ts';
import type { Task } from '../task.ts';

/** What a thread is asked: one thing at a time. */
export type Asked = { readonly kind: 'play'; readonly task: Task } | { readonly kind: 'end' };

/** What it answers; `end` has no answer but the end of the thread. */
export type Answered =
  | { readonly kind: 'played'; readonly result: ScenarioResult }
  | { readonly kind: 'broken'; readonly message: string };
