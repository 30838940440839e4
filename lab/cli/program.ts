import { Command } from 'commander';
import pc from 'picocolors';

import { addClock } from './commands/clock.ts';
import { addDevice } from './commands/device.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDownload } from './commands/download.ts';
import { addExec } from './commands/exec.ts';
import { addInit } from './commands/init.ts';
import { addInspect } from './commands/inspect.ts';
import { addLpac } from './commands/lpac.ts';
import { addOrder } from './commands/order.ts';
import { addPki } from './commands/pki.ts';
import { addPortal } from './commands/portal.ts';
import { addSmdp } from './commands/smdp.ts';
import { addStart } from './commands/start.ts';
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

const commands: readonly AddCommand[] = [
  addStart,
  addPortal,
  addDownload,
  addDevice,
  addOrder,
  addClock,
  addExec,
  addLpac,
  addSmdp,
  addInspect,
  addPki,
  addInit,
  addDoctor,
];

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
  for (const add of commands) add(program, given, exit);
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
