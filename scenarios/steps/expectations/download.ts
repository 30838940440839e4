import { z } from 'zod';

import { DownloadFailed, stages, toResult } from '#device-sim/lpa/index';

import { refusal } from '../../language/smdp-words.ts';
import { mapping, oneOf } from '../../language/words.ts';
import type { DownloadEnd } from '../scene.ts';
import { expectation } from './expectation.ts';

const stage = oneOf(...stages);

/** How the latest download ended. */
export const download = expectation({
  word: 'download',
  says: 'The device: how its latest download ended. Names of refusals and stages are those of the specification, `status` is an ESimOperationStatus, `code` what `esimlab download --json` says.',
  examples: [
    'download: ok',
    'download: { refusal: profileNotReleased }',
    'download: { stage: consent, code: reject }',
  ],
  schema: z.union([
    oneOf('ok', 'failed').transform((word) => ({ ok: word === 'ok' })),
    mapping({
      ok: z.boolean().optional(),
      refusal: refusal.optional(),
      stage: stage.optional(),
      status: z.string().optional(),
      code: z.string().optional(),
      cancelled: z.string().optional().describe('The reason with which the session was cancelled.'),
      resumed: z
        .boolean()
        .optional()
        .describe('Whether the profile was there already from a download that was cut off.'),
    }),
  ]),
  verdict(expected, { scene, device }) {
    const end = scene.ends.download.get(device.name);
    if (end === undefined) return `download: nothing was downloaded on ${device.name}`;
    const found = membersOf(end);
    const differs = Object.entries(expected).find(
      ([name, value]) => value !== undefined && found[name] !== value,
    );
    if (differs === undefined) return undefined;
    const [name, value] = differs;
    const message = end instanceof DownloadFailed ? ` (${end.message})` : '';
    return `download: ${name} is ${String(found[name] ?? 'none')}, not ${String(value)}${message}`;
  },
});

function membersOf(end: DownloadEnd): Readonly<Record<string, string | boolean | undefined>> {
  if (!(end instanceof DownloadFailed)) return { ok: true, resumed: end.resumed };
  const { refusal: refused } = toResult(end);
  const { stage: where, status, diagnosis, cancelled } = end;
  return {
    ok: false,
    refusal: refused?.name ?? undefined,
    stage: where,
    status,
    code: diagnosis.code,
    cancelled,
  };
}
