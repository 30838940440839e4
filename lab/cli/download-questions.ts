import { plainText } from '#shared/runtime/plain-text';

import type { RulesQuestion } from '../control/index.ts';
import type { Surroundings } from './program.ts';

/** Whether the rules of a profile are taken; nobody there is a no, and what to do about it is said. */
export async function takesRules(
  { profileName, profilePolicyRules }: RulesQuestion,
  { terminal }: Pick<Surroundings, 'terminal'>,
): Promise<boolean> {
  const says = { ppr1: 'cannot be disabled', ppr2: 'cannot be deleted' } as const;
  const rules = profilePolicyRules.map((rule) => `${says[rule]} (${rule.toUpperCase()})`);
  const answer = await terminal.ask(
    `The profile "${plainText(profileName)}" ${rules.join(' and ')}. Take it? [y/N]`,
  );
  if (answer === undefined) terminal.note('  nobody is there to take the rules: use --accept-ppr');
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}

/** The Confirmation Code, from whoever is there, else from the environment. */
export async function askConfirmationCode({
  terminal,
  environment,
}: Pick<Surroundings, 'terminal' | 'environment'>): Promise<string | undefined> {
  return (await terminal.ask('Confirmation Code:'))?.trim() ?? environment['ESIMLAB_CONFIRMATION_CODE'];
}
