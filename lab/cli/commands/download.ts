import pc from 'picocolors';
import type { LpaHost, Stage } from '#device-sim/lpa/index';
import { DownloadFailed, toResult } from '#device-sim/lpa/index';
import type { World, WorldDevice } from '#scenarios/world/index';
import { ActivationCodeError, parseActivationCode } from '#shared/identifiers/activation-code';
import type { Imei } from '#shared/identifiers/imei';
import { imeiCheckDigitIsRight, parseImei } from '#shared/identifiers/imei';
import { makeDataFolder } from '#shared/storage/data-folder';

import type { DownloadProfileRequest } from '../../control/index.ts';
import { lastFrames } from '../../control/index.ts';
import { codeOfPath, dataFolderOf } from '../data.ts';
import { askConfirmationCode, takesRules } from '../download-questions.ts';
import { describeDownload, explainFailure, jsonOf } from '../download-report.ts';
import { exitCodes, WrongUsage } from '../exit.ts';
import type { RunningLab } from '../lab-client.ts';
import { askingLab, runningLab } from '../lab-client.ts';
import type { LabDownload } from '../lab-download.ts';
import { downloadInLab } from '../lab-download.ts';
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
      '<code>',
      'an activation code in single quotes, or a path of the running lab, such as immediate',
    )
    .option(
      '--smdp-url <url>',
      'call the SM-DP+ here; the address in the code stays what is asked for and signed',
    )
    .option('--confirmation-code <code>', 'answer to the question for a Confirmation Code')
    .option('--imei <digits>', 'the IMEI the device gives (its first 8 digits are the TAC)')
    .option('--accept-ppr', 'take profile policy rules without asking')
    .option('--no-enable', 'leave the profile disabled')
    .option('--trace [full]', 'show every command and message; full: all of their octets')
    .option('--ci-cert <file>', 'believe servers under this CI too (PEM or DER); the card has to list it')
    .option('--json', 'print the result as one line of JSON')
    .addHelpText('after', "\nExample: esimlab download '1$localhost:8443$IMMEDIATE'");
  withSettings(command, 'data', 'device', 'ci', 'seed', 'logLevel', 'logFile').action(
    async (words: string) => {
      const flags = command.opts<DownloadFlags>();
      if (typeof flags.trace === 'string' && flags.trace !== 'full') {
        throw new WrongUsage(`--trace is given alone or as --trace=full, not --trace ${flags.trace}`);
      }
      const settings = await settingsOf(command, given);
      const code = orTellInJson(flags, given, () => codeOf(words, dataFolderOf(settings, given)));
      const imei = flags.imei === undefined ? undefined : readImei(flags.imei);
      if (imei !== undefined && !imeiCheckDigitIsRight(imei)) {
        given.terminal.note(`esimlab: the check digit of IMEI ${imei} is wrong; it is used all the same`);
      }
      const data = dataFolderOf(settings, given);
      if (flags.smdpUrl !== undefined) rememberUrl(flags.smdpUrl, code, data);
      const lab = runningLab(data, 'device');
      if (lab !== undefined) {
        expectLabCan(flags, lab);
        const download = { ...labDownloadOf(code, flags, imei), device: settings.device };
        const options = sameOptions(command, 'data', 'device');
        const ended = await askingLab(lab, given.interrupted, (client) =>
          downloadInLab(client, { ...download, options }, given),
        );
        exit(ended ? exitCodes.done : exitCodes.failed);
        return;
      }
      const work = { command: 'esimlab download', settings, ciCertificate: flags.ciCert };
      const ok = await withDevice(work, given, (device, world) =>
        run(code, { device, world, flags, imei, options: sameOptions(command, 'data', 'device') }, given),
      );
      exit(ok ? exitCodes.done : exitCodes.failed);
    },
  );
};

/** A code that is none is told in JSON too, where JSON is wanted. */
function orTellInJson(flags: DownloadFlags, { terminal }: Surroundings, read: () => string): string {
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
  activationCode: string,
  { smdpUrl, confirmationCode, acceptPpr, enable, trace, json }: DownloadFlags,
  imei: Imei | undefined,
): Pick<LabDownload, 'request' | 'trace' | 'json'> {
  const request: DownloadProfileRequest = {
    activationCode,
    enable,
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

/** The notifications of the profile go where the download went. */
function rememberUrl(url: string, code: string, data: string): void {
  if (!URL.canParse(url))
    throw new WrongUsage(`--smdp-url: "${url}" is no URL such as https://localhost:8443`);
  makeDataFolder(data);
  rememberServer(data, parseActivationCode(code).smdpAddress, url);
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
  /** To be given again in the next command. */
  readonly options: string;
}

async function run(
  activationCode: string,
  { device, world, flags, imei, options }: Run,
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
      for (const line of describeDownload(activationCode, result, profiles, options)) terminal.out(line);
    }
    return true;
  } catch (error) {
    if (!(error instanceof DownloadFailed)) throw error;
    if (flags.json === true) terminal.out(JSON.stringify(toResult(error)));
    for (const line of explainFailure(error.message, lastFrames(error), terminal)) terminal.note(line);
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
