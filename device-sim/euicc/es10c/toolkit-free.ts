import { profileResults } from '#shared/rsp/profile-management';

import type { Card } from '../card.ts';
import { FunctionError } from '../isdr/function-error.ts';

/** A REFRESH cannot be asked for while another proactive command is on its way (SGP.22 §5.7.16). @throws FunctionError catBusy */
export function expectToolkitFree({ toolkit }: Card): void {
  if (toolkit.busy) throw new FunctionError(profileResults.catBusy, 'a proactive command is on its way');
}
