/** One sentence of the specification: throws a Refusal when it does not hold. */
export type Check<Subject> = (subject: Subject) => void;

/** Checks in the order of the section; the first that fails ends the function. */
export function verifyAll<Subject>(checks: readonly Check<Subject>[], subject: Subject): void {
  for (const check of checks) check(subject);
}
