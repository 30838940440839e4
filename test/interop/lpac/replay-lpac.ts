import type { World } from '#scenarios/world/index';
import { fromHex, fromUtf8, toHex, toUtf8 } from '#shared/bytes/bytes';
import type { HttpClient } from '#shared/http/client';
import { httpClient } from '#shared/http/client';
import type { Entropy } from '#shared/runtime/entropy';

import type { Tally } from '../answers/card-dialogue.ts';
import { CardDialogue } from '../answers/card-dialogue.ts';
import { expectAlike, ServerSignatures } from '../answers/server-answers.ts';
import { keptEntropy } from '../kept-entropy.ts';
import type { KeptRequest, KeptResponse, Recording } from '../recording.ts';
import { NotAsRecorded } from '../recording.ts';
import { standingOf } from '../watch.ts';
import type { LpacMade } from './scenarios.ts';
import { smdpAddress } from './scenarios.ts';
import { worldFor } from './world.ts';

/**
 * Gives every APDU and every call of lpac to a fresh card and a fresh SM-DP+, octet for octet and in the recorded order.
 * @param entropy draws what was drawn for the recording, unless given
 * @throws NotAsRecorded when an answer differs in more than chance, or when the end is another
 */
export async function replayLpac(
  { made, draws, frames, standing }: Recording<LpacMade>,
  entropy: Entropy = keptEntropy(made.seed, draws),
): Promise<Tally> {
  await using world = await worldFor(made, entropy);
  const replay = new Replay(world);
  try {
    for (const [index, frame] of frames.entries()) {
      await replay.next(frame).catch((cause: unknown) => {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new NotAsRecorded(`frame ${index + 1}: ${why}`, { cause });
      });
    }
  } finally {
    replay.close();
  }
  const end = await standingOf(
    world,
    made.orders.map(({ matchingId }) => matchingId),
  );
  if (JSON.stringify(end) !== JSON.stringify(standing))
    throw new NotAsRecorded(`the end was ${JSON.stringify(standing)}, and is ${JSON.stringify(end)}`);
  return replay.tally;
}

class Replay {
  readonly tally: Tally = { exact: 0, alike: 0 };
  readonly #world: World;
  readonly #client: HttpClient;
  readonly #dialogue: CardDialogue;
  readonly #signatures = { was: new ServerSignatures(), is: new ServerSignatures() };

  constructor(world: World) {
    this.#world = world;
    this.#client = httpClient({ clock: world.clock, names: world.names, judge: () => undefined });
    this.#dialogue = new CardDialogue(world.device().card, this.tally);
  }

  async next(frame: Recording['frames'][number]): Promise<void> {
    switch (frame[0]) {
      case 'begin':
      case 'end':
        return;
      case 'reset': {
        const answer = toHex(await this.#world.device().card.reset());
        if (answer !== frame[1])
          throw new NotAsRecorded(`the card answers ${answer} to reset, and not ${frame[1]}`);
        return;
      }
      case 'apdu':
        await this.#dialogue.next(fromHex(frame[1]), fromHex(frame[2]));
        return;
      case 'http':
        await this.#call(frame[1], frame[2]);
    }
  }

  close(): void {
    this.#client.close();
  }

  async #call(request: KeptRequest, recorded: KeptResponse): Promise<void> {
    const { path, headers, body } = request;
    const answer = await this.#client.post(`https://${smdpAddress}${path}`, { headers, body: toUtf8(body) });
    const names = Object.keys(recorded.headers);
    const kept = Object.entries(answer.headers).filter(([name]) => names.includes(name));
    const is = {
      status: answer.status,
      headers: Object.fromEntries(kept.sort()),
      body: fromUtf8(answer.body),
    };
    const exact = JSON.stringify(is) === JSON.stringify(recorded);
    if (!exact) expectAlike(request, recorded, is);
    this.tally[exact ? 'exact' : 'alike'] += 1;
    this.#signatures.was.check(request, recorded);
    this.#signatures.is.check(request, is);
  }
}
