import type { LpacRun, ReaderCard } from '#device-sim/readers/index';
import { ChildNotStarted, runLpac } from '#device-sim/readers/index';
import { httpClient } from '#shared/http/client';
import type { HttpClient } from '#shared/http/client';
import { PeerNotTrusted } from '#shared/http/peer';
import { CertificateRefused } from '#shared/pki/certificate-refused';
import { CiStore } from '#shared/pki/ci-store';
import { tlsJudge } from '#shared/pki/tls-trust';
import { systemClock } from '#shared/runtime/clock';
import { systemEntropy } from '#shared/runtime/entropy';
import type { ProductSettings } from '#shared/runtime/settings-declaration';
import { Option } from 'commander';

import { dataFolderOf } from '../data.ts';
import { CannotRunHere, exitCodes, WrongUsage } from '../exit.ts';
import { findProgram } from '../find-program.ts';
import { askingLab, runningLab } from '../lab-client.ts';
import { labDevice } from '../lab-device.ts';
import { ciSetOf } from '../own-ci.ts';
import type { AddCommand, Surroundings } from '../program.ts';
import { settingsOf, withSettings } from '../settings-options.ts';
import type { Terminal } from '../terminal.ts';
import { withDevice } from '../with-device.ts';

interface LpacFlags {
  readonly http: 'curl' | 'stdio';
  readonly lpac?: string;
}

/** `esimlab lpac -- <words>`: somebody else's LPA on our card. */
export const addLpac: AddCommand = (program, given, exit) => {
  const command = program
    .command('lpac')
    .description('Runs lpac on the card of a device, and ends with 0 where lpac does, else with 1.')
    .argument('<words...>', "lpac's own words, after --")
    .addOption(
      new Option('--http <who>', 'who calls servers: lpac (curl), or esimlab, which checks their TLS (stdio)')
        .choices(['curl', 'stdio'])
        .default('curl'),
    )
    .option('--lpac <file>', 'the program (default: $LPAC, else lpac on PATH)')
    .addHelpText('after', "\nExample: esimlab lpac -- profile download -a '1$localhost:8443$IMMEDIATE'");
  withSettings(command, 'data', 'device', 'ci', 'seed', 'logLevel', 'logFile');
  command.action(async (words: readonly string[]) => {
    const flags = command.opts<LpacFlags>();
    const file = lpacOf(flags, given);
    const settings = await settingsOf(command, given);
    const run = (card: ReaderCard): Promise<number> =>
      runOn(card, { file, words, stdio: flags.http === 'stdio', settings }, given);
    const lab = runningLab(dataFolderOf(settings, given), 'device');
    const code =
      lab === undefined
        ? await withDevice({ command: 'esimlab lpac', settings }, given, ({ card }) => run(card))
        : await askingLab(lab, given.interrupted, (client) => {
            const room = labDevice(client, settings.device);
            // Without the power: the modem and the LPA of the lab work with this card.
            return run({ transmit: (sent) => room.transmit(sent) });
          });
    exit(code === 0 ? exitCodes.done : exitCodes.failed);
  });
};

/** @throws WrongUsage when --lpac names none; CannotRunHere when there is none */
function lpacOf({ lpac }: LpacFlags, given: Surroundings): string {
  const named = given.environment['LPAC'] ?? '';
  const wanted = lpac ?? (named === '' ? 'lpac' : named);
  const file = findProgram(wanted, given);
  if (file !== undefined) return file;
  if (lpac !== undefined) throw new WrongUsage(`--lpac ${lpac}: there is no such program`);
  const where = named === '' ? 'on PATH' : `at ${wanted}, which LPAC names`;
  throw new CannotRunHere(
    `there is no lpac ${where}; build it from https://github.com/estkme-group/lpac, then name it with LPAC or --lpac FILE`,
  );
}

interface Running {
  readonly file: string;
  readonly words: readonly string[];
  /** Whether we call servers for it. */
  readonly stdio: boolean;
  readonly settings: ProductSettings;
}

/** @returns lpac's own exit code */
async function runOn(
  card: ReaderCard,
  { file, words, stdio, settings }: Running,
  given: Surroundings,
): Promise<number> {
  const { terminal, environment, folder, interrupted } = given;
  const http = stdio ? judgingClient(settings, given) : undefined;
  const run: LpacRun = {
    program: file,
    args: words,
    environment: withoutProxyToLoopback(environment),
    folder,
    clock: systemClock(),
    card,
    http,
    input: whatIsSaid(terminal),
    interrupted,
    onLine: (line) => {
      terminal.out(line);
    },
    onNote: (line) => {
      terminal.note(line);
    },
  };
  try {
    return (await runLpac(run)).exitCode;
  } catch (error) {
    if (!(error instanceof ChildNotStarted)) throw error;
    throw new CannotRunHere(`${error.message}; check that it is a program of this machine`, { cause: error });
  } finally {
    http?.close();
  }
}

/** Trusts servers as the LPA of a device does, but for the card's own list, which the card itself minds. */
function judgingClient(settings: ProductSettings, given: Surroundings): HttpClient {
  const clock = systemClock();
  const making = { clock, entropy: systemEntropy() };
  const cis = new CiStore(ciSetOf(settings.ci, dataFolderOf(settings, given), making).trusted);
  const judge = tlsJudge({ cis, clock, role: 'dpTls' });
  return httpClient({
    clock,
    judge: (peer) => {
      try {
        judge(peer);
      } catch (error) {
        if (!(error instanceof CertificateRefused)) throw error;
        throw new PeerNotTrusted(error.rule, error.message, { cause: error });
      }
    },
  });
}

/** curl would ask the proxy for this very machine. */
function withoutProxyToLoopback(
  environment: Surroundings['environment'],
): Readonly<Record<string, string | undefined>> {
  const before = environment['no_proxy'] ?? environment['NO_PROXY'];
  const exceptions = [before, 'localhost', '127.0.0.1', '::1'].filter(
    (each) => each !== undefined && each !== '',
  );
  return { ...environment, no_proxy: exceptions.join(',') };
}

/** A person's answers, or what is piped in. */
async function* whatIsSaid(terminal: Terminal): AsyncGenerator<string> {
  for (;;) {
    const answer = await terminal.ask('lpac waits for an answer:');
    if (answer === undefined) break;
    yield answer;
  }
  yield* terminal.lines();
}
