import pc from 'picocolors';
import type { LpaHost, Stage } from '#device-sim/lpa/index';
import { DownloadFailed, toResult } from '#device-sim/lpa/index';
import type { World, WorldDevice } from '#scenarios/world/index';
import { ActivationCodeError, parseActivationCode } from '#shared/identifiers/activation-code';
import type { Imei } from '#shared/identifiers/imei';
import { imeiCheckDigitIsRight, parseImei } from '#shared/identifiers/imei';

import type { DownloadProfileRequest } from '../../control/index.ts';
import { lastFrames } from '../../control/index.ts';
import { codeOfPath, dataFolderOf } from '../data.ts';
import { askConfirmationCode, takesRules } from '../download-questions.ts';
import { describeDownload, explainFailure, jsonOf } from '../download-report.ts';
import { exitCodes, WrongUsage } from '../exit.ts';
import type { RunningLab } from '../lab-client.ts';
import { askingLab, runningLab } from '../lab-client.ts';
import type { LabDownload } from '../lab-download.ts';
import { defaultSmdpInLab, downloadInLab } from '../lab-download.ts';
import type { AddCommand, Surroundings } from '../program.ts';
import { rememberServer } from '../known-servers.ts';
import { sameOptions } from '../same-options.ts';
import { settingsOf, withSettings } from '../settings-options.ts';
import { showWires } from '../show-wires.ts';
import { withDevice } from '../with-device.ts';

interface DownloadFlags {
  readonly smdpUrl?: string;
  readonly confirmationCode?: string;
  readonly imei?: string;
  readonly acceptPpr?: true;
  readonly enable: boolean;
  readonly trace?: true | string;
  readonly ciCert?: string;
  readonly json?: true;
}

/** `esimlab download`: the whole procedure of SGP.22 §3.1.3 on the device of this folder. */
export const addDownload: AddCommand = (program, given, exit) => {
  const command = program
    .command('download')
    .description('Downloads a profile to the device, installs and enables it.')
    .argument(
      '[code]',
      "an activation code in single quotes, or a path of the running lab, such as immediate; none: the card's default SM-DP+ is asked for what it has for its EID",
    )
    .option(
      '--smdp-url <url>',
      'call the SM-DP+ here; the address in the code, or of the default SM-DP+, stays what is asked for and signed',
    )
    .option('--confirmation-code <code>', 'answer to the question for a Confirmation Code')
    .option('--imei <digits>', 'the IMEI the device gives (its first 8 digits are the TAC)')
    .option('--accept-ppr', 'take profile policy rules without asking')
    .option('--no-enable', 'leave the profile disabled')
    .option('--trace [full]', 'show every command and message; full: all of their octets')
    .option('--ci-cert <file>', 'believe servers under this CI too (PEM or DER); the card has to list it')
    .option('--json', 'print the result as one line of JSON')
    .addHelpText(
      'after',
      "\nExample: esimlab download '1$localhost:8443$IMMEDIATE'\n         esimlab download   (after: esimlab device default-smdp localhost:8443)",
    );
  withSettings(command, 'data', 'device', 'ci', 'seed', 'logLevel', 'logFile').action(
    async (words?: string) => {
      const flags = command.opts<DownloadFlags>();
      if (typeof flags.trace === 'string' && flags.trace !== 'full') {
        throw new WrongUsage(`--trace is given alone or as --trace=full, not --trace ${flags.trace}`);
      }
      const settings = await settingsOf(command, given);
      const code = orTellInJson(flags, given, () =>
        words === undefined ? undefined : codeOf(words, dataFolderOf(settings, given)),
      );
      const imei = flags.imei === undefined ? undefined : readImei(flags.imei);
      if (imei !== undefined && !imeiCheckDigitIsRight(imei)) {
        given.terminal.note(`esimlab: the check digit of IMEI ${imei} is wrong; it is used all the same`);
      }
      const data = dataFolderOf(settings, given);
      if (flags.smdpUrl !== undefined) expectUrl(flags.smdpUrl);
      const options = sameOptions(command, 'data', 'device');
      const lab = runningLab(data, 'device');
      if (lab !== undefined) {
        expectLabCan(flags, lab);
        const { device } = settings;
        const download = { ...labDownloadOf(code, flags, imei), device, options };
        const ended = await askingLab(lab, given.interrupted, async (client) => {
          const smdpAddress = await addressOf(code, () => defaultSmdpInLab(client, device));
          rememberUrl(flags, smdpAddress, data);
          return downloadInLab(client, { ...download, smdpAddress }, given);
        });
        exit(ended ? exitCodes.done : exitCodes.failed);
        return;
      }
      const work = { command: 'esimlab download', settings, ciCertificate: flags.ciCert };
      const ok = await withDevice(work, given, async (device, world) => {
        const smdpAddress = await addressOf(code, () => defaultSmdpOf(device));
        rememberUrl(flags, smdpAddress, data);
        return run(code, { device, world, flags, imei, smdpAddress, options }, given);
      });
      exit(ok ? exitCodes.done : exitCodes.failed);
    },
  );
};

/** A code that is none is told in JSON too, where JSON is wanted. */
function orTellInJson(
  flags: DownloadFlags,
  { terminal }: Surroundings,
  read: () => string | undefined,
): string | undefined {
  try {
    return read();
  } catch (error) {
    if (flags.json === true && error instanceof ActivationCodeError) {
      const cause = { kind: 'input', code: 'invalidActivationCode' };
      const { message } = error;
      terminal.out(
        JSON.stringify({
          ok: false,
          stage: 'activationCode',
          refusal: null,
          cause,
          status: 'Other',
          message,
        }),
      );
    }
    throw error;
  }
}

/** @throws WrongUsage for an option that only a device of its own can be given */
function expectLabCan({ ciCert }: DownloadFlags, { command }: RunningLab): void {
  if (ciCert === undefined) return;
  throw new WrongUsage(
    `--ci-cert is for a device that no lab owns: stop "${command}" first, or choose another folder: --data DIR`,
  );
}

function labDownloadOf(
  activationCode: string | undefined,
  { smdpUrl, confirmationCode, acceptPpr, enable, trace, json }: DownloadFlags,
  imei: Imei | undefined,
): Pick<LabDownload, 'request' | 'trace' | 'json'> {
  const request: DownloadProfileRequest = {
    enable,
    ...(activationCode === undefined ? {} : { activationCode }),
    ...(smdpUrl === undefined ? {} : { smdpUrl }),
    ...(confirmationCode === undefined ? {} : { confirmationCode }),
    ...(acceptPpr === undefined ? {} : { acceptPpr }),
    ...(imei === undefined ? {} : { imei }),
  };
  return { request, trace: trace === 'full' ? trace : trace !== undefined, json: json === true };
}

/** A path of the running lab is one plain word; everything else has to be a code. */
function codeOf(words: string, data: string): string {
  if (/^[A-Za-z]+$/.test(words)) return codeOfPath(data, words);
  return parseActivationCode(words).raw;
}

/** Who is asked: the server of the code, else the card's default SM-DP+; empty where there is neither. */
async function addressOf(code: string | undefined, defaultSmdp: () => Promise<string>): Promise<string> {
  return code === undefined ? defaultSmdp() : parseActivationCode(code).smdpAddress;
}

async function defaultSmdpOf({ lpa }: WorldDevice): Promise<string> {
  const { defaultDpAddress = '' } = await lpa.addresses();
  return defaultDpAddress;
}

function expectUrl(url: string): void {
  if (!URL.canParse(url))
    throw new WrongUsage(`--smdp-url: "${url}" is no URL such as https://localhost:8443`);
}

/** The notifications of the profile go where the download went. */
function rememberUrl({ smdpUrl }: DownloadFlags, smdpAddress: string, data: string): void {
  if (smdpUrl === undefined || smdpAddress === '') return;
  rememberServer(data, smdpAddress, smdpUrl);
}

function readImei(text: string): Imei {
  try {
    return parseImei(text);
  } catch (error) {
    throw new WrongUsage(`--imei: ${error instanceof Error ? error.message : ''}`, { cause: error });
  }
}

interface Run {
  readonly device: WorldDevice;
  readonly world: World;
  readonly flags: DownloadFlags;
  readonly imei: Imei | undefined;
  /** Who is asked. */
  readonly smdpAddress: string;
  /** To be given again in the next command. */
  readonly options: string;
}

async function run(
  activationCode: string | undefined,
  { device, world, flags, imei, smdpAddress, options }: Run,
  given: Surroundings,
): Promise<boolean> {
  const { terminal } = given;
  if (flags.trace !== undefined) showWires(world.trace, terminal, flags.trace === 'full');
  const { smdpUrl, confirmationCode, acceptPpr, enable } = flags;
  const request = { activationCode, smdpUrl, confirmationCode, acceptPpr, enable, imei };
  try {
    const result = await device.lpa.download({ ...request, host: hostOf(given) });
    if (flags.json === true) terminal.out(JSON.stringify(jsonOf(result)));
    else {
      const profiles = await device.lpa.profiles();
      for (const line of describeDownload(smdpAddress, result, profiles, options)) terminal.out(line);
    }
    return true;
  } catch (error) {
    if (!(error instanceof DownloadFailed)) throw error;
    if (flags.json === true) terminal.out(JSON.stringify(toResult(error)));
    const { message, diagnosis } = error;
    const failure = { message, code: diagnosis.code };
    for (const line of explainFailure(failure, lastFrames(error), terminal)) terminal.note(line);
    return false;
  }
}

function hostOf(given: Surroundings): LpaHost {
  const { terminal } = given;
  return {
    stage: (stage: Stage) => {
      terminal.note(`  ${pc.createColors(terminal.colours).dim(stage)}`);
    },
    consent: async ({ about, profile, profilePolicyRules }) => {
      if (about === 'profile') return 'accept';
      const { profileName } = profile;
      return (await takesRules({ profileName, profilePolicyRules }, given)) ? 'accept' : 'reject';
    },
    confirmationCode: () => askConfirmationCode(given),
  };
}
