import { parentPort, workerData } from 'node:worker_threads';

import { Player } from '../player.ts';
import type { RunTerms } from '../task.ts';
import type { Answered, Asked } from './thread-messages.ts';

// The whole of a thread: it plays what it is asked to, until it is asked to end.
const player = new Player(workerData as RunTerms);

parentPort?.on('message', (asked: Asked) => {
  if (asked.kind === 'end') void end();
  else void answer(asked);
});

async function answer({ task }: Extract<Asked, { kind: 'play' }>): Promise<void> {
  parentPort?.postMessage(await played(task));
}

async function played(task: Extract<Asked, { kind: 'play' }>['task']): Promise<Answered> {
  try {
    return { kind: 'played', result: await player.play(task) };
  } catch (error) {
    return { kind: 'broken', message: error instanceof Error ? error.message : String(error) };
  }
}

async function end(): Promise<void> {
  await player.end();
  parentPort?.close();
}
