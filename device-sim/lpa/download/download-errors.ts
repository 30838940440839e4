import type { Bytes } from '#shared/bytes/bytes';
import { bppCommandIds, installErrorOf } from '#shared/rsp/notifications';
import type { BppCommand } from '#shared/rsp/notifications';

import { faultsIn } from './faults-in.ts';
import type { ConsentAnswer, ProfilePolicyRule } from './host.ts';

/** The activation code cannot be used, for a reason that lies in the code, or there is none to be had. */
export class UnusableCode extends Error {
  override readonly name = 'UnusableCode';
  readonly reason: 'syntax' | 'liveServer' | 'address' | 'noDefaultSmdp';

  constructor(reason: UnusableCode['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** A person did not want to go on, or did not have what was asked for. */
export class UserDeclined extends Error {
  override readonly name = 'UserDeclined';
  readonly answer: Exclude<ConsentAnswer, 'accept'> | 'noConfirmationCode';

  constructor(answer: UserDeclined['answer']) {
    super(sentences[answer]);
    this.answer = answer;
  }
}

const sentences: Readonly<Record<UserDeclined['answer'], string>> = {
  reject: 'the profile was rejected; the server ends the order',
  later: 'the profile was put off; the same code can be used again',
  timeout: 'nobody answered whether to take the profile; the same code can be used again',
  noConfirmationCode:
    'the server wants a confirmation code and none was given; try again with --confirmation-code',
};

/** The Rules Authorisation Table of the eUICC does not allow a rule of the Profile (SGP.22 §2.9.2). */
export class PprNotAllowed extends Error {
  override readonly name = 'PprNotAllowed';
  readonly rules: readonly ProfilePolicyRule[];

  constructor(rules: readonly ProfilePolicyRule[]) {
    super(
      `the eUICC does not allow this operator ${rules.join(' and ')}; order a profile without, or change the RAT`,
    );
    this.rules = rules;
  }
}

/** The eUICC did not install the Profile: what its ProfileInstallationResult says (SGP.22 §5.7.6). */
export class InstallationFailed extends Error {
  override readonly name = 'InstallationFailed';
  readonly bppCommand: BppCommand | undefined;
  readonly errorReason: number;

  constructor(bppCommandId: number, errorReason: number, simaResponse?: Bytes) {
    const command = commandOf(bppCommandId);
    const faults = simaResponse === undefined ? '' : faultsIn(simaResponse);
    super(
      `the eUICC could not install the profile: ${installErrorOf(errorReason)} (${errorReason}) in ${command ?? `command ${bppCommandId}`}${faults && `: ${faults}`}`,
    );
    this.bppCommand = command;
    this.errorReason = errorReason;
  }
}

/** All segments went to the card and it never said what came of them. */
export class NoInstallationResult extends Error {
  override readonly name = 'NoInstallationResult';

  constructor() {
    super(
      'the eUICC took the whole package and gave no ProfileInstallationResult; look at the APDUs with --trace',
    );
  }
}

function commandOf(id: number): BppCommand | undefined {
  for (const [name, known] of Object.entries(bppCommandIds)) if (known === id) return name as BppCommand;
  return undefined;
}
