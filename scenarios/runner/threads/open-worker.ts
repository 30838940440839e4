import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

import type { RunTerms } from '../task.ts';

const here = import.meta.url;

/** A thread that runs `worker`. From the source it first has to learn TypeScript, as the process did. */
export function openWorker(terms: RunTerms): Worker {
  if (!here.endsWith('.ts')) return new Worker(new URL('worker.js', here), { workerData: terms });
  const loader = pathToFileURL(createRequire(here).resolve('tsx/esm/api').replace(/cjs$/, 'mjs')).href;
  const entry = new URL('worker.ts', here).href;
  const begin = `import('${loader}').then(({ register }) => { register(); return import('${entry}'); })`;
  return new Worker(begin, { eval: true, workerData: terms, execArgv: ['--conditions=source'] });
}
