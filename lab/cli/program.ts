import { Command } from 'commander';
import pc from 'picocolors';

import type { ExitCode } from './exit.ts';
import { explain, exitCodes } from './exit.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/** What every command is given. */
export interface Surroundings {
  readonly terminal: Terminal;
  /** Aborts on Ctrl-C. */
  readonly interrupted: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder the command is run in. */
  readonly folder: string;
}

/** A command adds itself to the program; `exit` sets the exit code where it ends without an error. */
export type AddCommand = (program: Command, given: Surroundings, exit: (code: ExitCode) => void) => void;

/** In the order of the help. What a command needs is loaded for that command: loading is most of what starting one takes. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  start: async () => (await import('./commands/start.ts')).addStart,
  portal: async () => (await import('./commands/portal.ts')).addPortal,
  download: async () => (await import('./commands/download.ts')).addDownload,
  device: async () => (await import('./commands/device.ts')).addDevice,
  modem: async () => (await import('./commands/modem.ts')).addModem,
  network: async () => (await import('./commands/network.ts')).addNetwork,
  misbehave: async () => (await import('./commands/misbehave.ts')).addMisbehave,
  order: async () => (await import('./commands/order.ts')).addOrder,
  run: async () => (await import('./commands/run.ts')).addRun,
  clock: async () => (await import('./commands/clock.ts')).addClock,
  exec: async () => (await import('./commands/exec.ts')).addExec,
  lpac: async () => (await import('./commands/lpac.ts')).addLpac,
  smdp: async () => (await import('./commands/smdp.ts')).addSmdp,
  inspect: async () => (await import('./commands/inspect.ts')).addInspect,
  pki: async () => (await import('./commands/pki.ts')).addPki,
  init: async () => (await import('./commands/init.ts')).addInit,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctor,
};

/** The command of a line alone, or all where the line names none: help and suggestions tell of all. */
async function commandsOf([first = '']: readonly string[]): Promise<readonly AddCommand[]> {
  const named = Object.hasOwn(commands, first) ? commands[first] : undefined;
  const loads = named === undefined ? Object.values(commands) : [named];
  return Promise.all(loads.map((load) => load()));
}

/**
 * Runs one command line.
 * @returns the exit code: 0 done, 1 the thing under test failed, 2 wrong usage or file, 3 could not run here, 130 Ctrl-C.
 */
export async function runCli(words: readonly string[], given: Surroundings): Promise<ExitCode> {
  const { terminal, interrupted } = given;
  let code: ExitCode = exitCodes.done;
  const program = new Command('esimlab')
    .description('A laboratory for eSIM flows without hardware.')
    .addHelpText('after', '\nExample: esimlab start, then in another terminal: esimlab download immediate')
    .version(version)
    .showHelpAfterError('esimlab COMMAND --help shows what a command takes')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.out(text.trimEnd());
      },
      writeErr: (text) => {
        terminal.note(text.trimEnd());
      },
      outputError: (text, write) => {
        write(text.replace(/^error:/, 'esimlab:'));
      },
    });
  const exit = (chosen: ExitCode): void => {
    code = chosen;
  };
  for (const add of await commandsOf(words)) add(program, given, exit);
  for (const command of program.commands) inherit(program, command);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return interrupted.aborted ? exitCodes.interrupted : code;
  } catch (error) {
    const explained = explain(error);
    const name = pc.createColors(terminal.colours).red('esimlab:');
    for (const line of explained.line.split('\n').filter((each) => each !== ''))
      terminal.note(`${name} ${line}`);
    return interrupted.aborted ? exitCodes.interrupted : explained.code;
  }
}

function inherit(parent: Command, command: Command): void {
  command.copyInheritedSettings(parent);
  for (const below of command.commands) inherit(command, below);
}
