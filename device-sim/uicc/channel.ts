import type { FileNode } from '#shared/saip/file-tree';

import type { Access } from './access/access-rule.ts';
import type { Command } from './apdu/command.ts';
import type { Reply } from './apdu/reply.ts';
import { StatusError } from './apdu/status-word.ts';
import { interindustryCommands, proprietaryCommands } from './commands/commands.ts';
import { Selection } from './files/selection.ts';
import type { Uicc } from './uicc.ts';

/** A logical channel of a UICC: what is selected on it, and the commands that work there. */
export class UiccChannel {
  readonly uicc: Uicc;
  readonly selection: Selection;

  constructor(uicc: Uicc) {
    this.uicc = uicc;
    this.selection = new Selection(uicc.files);
  }

  /** Executes one command, at once unless something is to be kept or computed. @throws StatusError */
  execute(kind: 'interindustry' | 'proprietary', command: Command): Reply | Promise<Reply> {
    const commands = kind === 'interindustry' ? interindustryCommands : proprietaryCommands;
    const execute = commands.get(command.instruction);
    if (execute === undefined) {
      throw new StatusError('instructionNotSupported', `INS ${command.instruction}`);
    }
    return execute(this, command);
  }

  /** The current EF. @throws StatusError noFileSelected */
  get file(): FileNode {
    const { file } = this.selection;
    if (file === undefined) throw new StatusError('noFileSelected', 'no EF is selected');
    return file;
  }

  /** Directories in which a key reference is looked for: up from the current one, then the active application. */
  get pinScope(): readonly FileNode[] {
    const { upwards, application } = this.selection;
    return application === undefined || upwards.includes(application) ? upwards : [...upwards, application];
  }

  /** @throws StatusError securityNotSatisfied when the current EF does not allow it */
  check(access: Access): void {
    this.uicc.security.check(this.file, this.pinScope, access);
  }
}
