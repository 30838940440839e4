import pc from 'picocolors';
import { parseActivationCode } from '#shared/identifiers/activation-code';
import { wallTimer } from '#shared/http/limits';
import { seconds } from '#shared/runtime/span';

import type {
  DeviceAnswer,
  DownloadAnswer,
  DownloadProfileRequest,
  HealthAnswer,
  TraceMessage,
} from '../control/index.ts';
import { followTrace } from '../control/index.ts';
import { askConfirmationCode, takesRules } from './download-questions.ts';
import { describeDownload, explainFailure, jsonOf } from './download-report.ts';
import type { LabClient } from './lab-client.ts';
import { inPath } from './lab-client.ts';
import type { Surroundings } from './program.ts';
import { wireLines } from './show-wires.ts';

/** A download on a device of a running lab. */
export interface LabDownload {
  readonly device: string;
  readonly request: DownloadProfileRequest;
  /** Who is asked; empty where there is neither a code nor a default SM-DP+. */
  readonly smdpAddress: string;
  readonly trace: boolean | 'full';
  readonly json: boolean;
  /** To be given again in the next command. */
  readonly options: string;
}

/** Has the running lab download, and prints what the command prints on its own. @returns whether it ended well */
export async function downloadInLab(
  client: LabClient,
  download: LabDownload,
  given: Surroundings,
): Promise<boolean> {
  const { terminal } = given;
  const { smdpAddress, json, options } = download;
  const stopShowing = await show(client, download, given);
  const answer = await withAnswers(client, download, given).finally(stopShowing);
  if (answer.ok) {
    const device = await client.ask<DeviceAnswer>('GET', `/api/devices/${inPath(download.device)}`);
    if (json) terminal.out(JSON.stringify(jsonOf(answer)));
    else
      for (const line of describeDownload(smdpAddress, answer, device.profiles, options)) terminal.out(line);
    return true;
  }
  if (json) terminal.out(JSON.stringify({ ...answer, last: undefined, question: undefined }));
  const { message, cause: { code } = { code: '' } } = answer;
  for (const line of explainFailure({ message, code }, answer.last, terminal)) terminal.note(line);
  return false;
}

/** The default SM-DP+ that a device's card has; empty where it has none. */
export async function defaultSmdpInLab(client: LabClient, device: string): Promise<string> {
  const { card } = await client.ask<DeviceAnswer>('GET', `/api/devices/${inPath(device)}`);
  return String(card['defaultSmdpAddress'] ?? '');
}

/** Asks for what the lab says is missing, and tries again with it. */
async function withAnswers(
  client: LabClient,
  { device, request }: LabDownload,
  given: Surroundings,
): Promise<DownloadAnswer> {
  const path = `/api/devices/${inPath(device)}/download`;
  let known = { ...request };
  let asked = request.confirmationCode !== undefined;
  const askCode = async (): Promise<boolean> => {
    if (asked) return false;
    asked = true;
    const confirmationCode = await askConfirmationCode(given);
    if (confirmationCode !== undefined && confirmationCode !== '') known = { ...known, confirmationCode };
    return known.confirmationCode !== undefined;
  };
  const { activationCode } = request;
  if (activationCode !== undefined && parseActivationCode(activationCode).confirmationCodeRequired)
    await askCode();
  for (;;) {
    const answer = await client.ask<DownloadAnswer>('POST', path, known);
    if (answer.ok) return answer;
    if (answer.question !== undefined)
      known = { ...known, acceptPpr: await takesRules(answer.question, given) };
    else if (answer.cause?.code !== 'noConfirmationCode' || !(await askCode())) return answer;
  }
}

/** Shows the stages, and the wires where they are wanted, as they happen in the lab. @returns a function that ends it */
async function show(
  client: LabClient,
  { device, trace }: LabDownload,
  { terminal }: Surroundings,
): Promise<() => Promise<void>> {
  let newest = 0;
  let wake = (): void => undefined;
  const onMessage = (message: TraceMessage): void => {
    if (!('number' in message)) return;
    newest = message.number;
    if (trace !== false) for (const line of wireLines(message, device, trace === 'full')) terminal.note(line);
    const { name, event } = message;
    if (name === 'lpa.stage') {
      const { device: of, stage } = event as { readonly device: string; readonly stage: string };
      if (of === device) terminal.note(`  ${pc.createColors(terminal.colours).dim(stage)}`);
    }
    wake();
  };
  try {
    const followed = await followTrace(client.lab, onMessage);
    return async () => {
      // What happened before the answer may still be on its way.
      const { trace: told } = await client.ask<HealthAnswer>('GET', '/api/health');
      const late = new Promise<void>((resolve) => {
        wallTimer(seconds(2), resolve);
        wake = () => {
          if (newest >= told.newest) resolve();
        };
        wake();
      });
      await late;
      followed.close();
    };
  } catch (error) {
    terminal.note(`esimlab: ${error instanceof Error ? error.message : ''}; stages are not shown`);
    return () => Promise.resolve();
  }
}
