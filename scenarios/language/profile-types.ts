import type { ProfileType } from '../operator/index.ts';
import type { Complaint } from './complaints.ts';
import { complaintsOf } from './complaints.ts';
import { profileTypeWords } from './world/operator-words.ts';

/** Types of profiles as `world.operator.profileTypes` has them, or all that is wrong with them. */
export function readProfileTypes(
  data: unknown,
): { readonly types: readonly ProfileType[] } | { readonly complaints: readonly Complaint[] } {
  const read = profileTypeWords.safeParse(data, { reportInput: true });
  return read.success ? { types: read.data } : { complaints: complaintsOf(read.error.issues) };
}
