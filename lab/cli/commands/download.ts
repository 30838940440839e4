import pc from 'picocolors';
import type { ConsentQuestion, DownloadResult, LpaHost, Stage } from '#device-sim/lpa/index';
import { DownloadFailed, toResult } from '#device-sim/lpa/index';
import type { World, WorldDevice } from '#scenarios/world/index';
import { toHex } from '#shared/bytes/bytes';
import { ActivationCodeError, parseActivationCode } from '#shared/identifiers/activation-code';
import type { Imei } from '#shared/identifiers/imei';
import { imeiCheckDigitIsRight, parseImei } from '#shared/identifiers/imei';
import { makeDataFolder } from '#shared/storage/data-folder';

import { counted } from '../counted.ts';
import { codeOfPath, dataFolderOf } from '../data.ts';
import { exitCodes, WrongUsage } from '../exit.ts';
import type { AddCommand, Surroundings } from '../program.ts';
import { rememberServer } from '../known-servers.ts';
import { sameOptions } from '../same-options.ts';
import { settingsOf, withSettings } from '../settings-options.ts';
import { showWires } from '../show-wires.ts';
import { withDevice } from '../with-device.ts';

type Colors = ReturnType<typeof pc.createColors>;

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
      const work = { command: 'esimlab download', settings, ciCertificate: flags.ciCert };
      if (flags.smdpUrl !== undefined) rememberUrl(flags.smdpUrl, code, dataFolderOf(settings, given));
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
    else for (const line of await describe(activationCode, result, device, options)) terminal.out(line);
    return true;
  } catch (error) {
    if (!(error instanceof DownloadFailed)) throw error;
    if (flags.json === true) terminal.out(JSON.stringify(toResult(error)));
    for (const line of explainFailure(error, pc.createColors(terminal.colours))) terminal.note(line);
    return false;
  }
}

function jsonOf({ ok, iccid, state, notifications }: DownloadResult) {
  return { ok, iccid, state, notifications };
}

/** Three lines: what is installed, what the server knows, what to try next. */
async function describe(
  activationCode: string,
  result: DownloadResult,
  device: WorldDevice,
  options: string,
): Promise<readonly string[]> {
  const { iccid, state, notifications, resumed } = result;
  const profile = (await device.lpa.profiles()).find((each) => each.iccid === iccid);
  const name = profile === undefined ? '' : `${profile.serviceProviderName}, ${profile.profileName}, `;
  const { smdpAddress } = parseActivationCode(activationCode);
  const waiting = notifications.pending === 0 ? 'none waits' : `${notifications.pending} wait on the card`;
  return [
    `installed: ${name}ICCID ${iccid}, ${state}${resumed ? ' (it was there already: its download had been cut off)' : ''}`,
    `reported:  ${counted(notifications.delivered, 'notification')} taken by ${smdpAddress}, ${waiting}`,
    state === 'enabled'
      ? `next:      npx esimlab device disable ${iccid}${options}`
      : `next:      npx esimlab device enable ${iccid}${options}`,
  ];
}

/** The message, and the last frame on each wire: the octets of the card, what was said to the server. */
function explainFailure({ message, lastApdu, lastHttp }: DownloadFailed, paint: Colors): readonly string[] {
  const lines = [`${paint.red('esimlab:')} ${message}`];
  if (lastApdu !== undefined) {
    const answer = lastApdu.answer === undefined ? 'no answer' : toHex(lastApdu.answer);
    lines.push(
      `  last command to the card:  ${lastApdu.what} ${shortened(toHex(lastApdu.command))} -> ${shortened(answer)}`,
    );
  }
  if (lastHttp !== undefined) {
    const { url, status, answer } = lastHttp;
    const text = answer === undefined ? 'no answer' : new TextDecoder().decode(answer);
    lines.push(`  last call to the server:   ${url} -> ${status ?? ''} ${statusOnly(text)}`);
  }
  return lines;
}

/** A refusal says all in its header; of anything else the beginning does. */
function statusOnly(text: string): string {
  const [, status] = /"statusCodeData":(\{[^}]*\})/.exec(text) ?? [];
  return status ?? shortened(text);
}

const shortened = (text: string): string => (text.length > 64 ? `${text.slice(0, 64)}…` : text);

function hostOf({ terminal, environment }: Surroundings): LpaHost {
  return {
    stage: (stage: Stage) => {
      terminal.note(`  ${pc.createColors(terminal.colours).dim(stage)}`);
    },
    consent: async (question) => {
      if (question.about === 'profile') return 'accept';
      const answer = await terminal.ask(`${rulesQuestion(question)} Take it? [y/N]`);
      if (answer === undefined) terminal.note('  nobody is there to take the rules: use --accept-ppr');
      return /^y(es)?$/i.test(answer?.trim() ?? '') ? 'accept' : 'reject';
    },
    confirmationCode: async () =>
      (await terminal.ask('Confirmation Code:'))?.trim() ?? environment['ESIMLAB_CONFIRMATION_CODE'],
  };
}

function rulesQuestion({ profile, profilePolicyRules }: ConsentQuestion): string {
  const says = { ppr1: 'cannot be disabled', ppr2: 'cannot be deleted' } as const;
  const rules = profilePolicyRules.map((rule) => `${says[rule]} (${rule.toUpperCase()})`);
  return `The profile "${profile.profileName}" ${rules.join(' and ')}.`;
}
