/** A test by its file, or a line of the catalogue, whose tests are found by its number. */
export type TestReference =
  { readonly file: string; readonly words: string } | { readonly catalogueLine: number };

/** A numbered check, a result code or a rule of a digest of the specification. */
export interface Rule {
  /** The place in the digest: `es9plus 2.1 #1`, `es10 5.7.16 result 3`, `bpp 7 code 9`. */
  readonly id: string;
  readonly says: string;
  readonly tests: readonly TestReference[];
  /** Why there is no test. */
  readonly reason?: string;
}

/** Rules that are about one thing. */
export interface RuleGroup {
  readonly digest: 'es9plus' | 'es10' | 'bpp' | 'pki';
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** A rule, and the tests that reach it. */
export function rule(id: string, says: string, ...tests: readonly (readonly TestReference[])[]): Rule {
  return { id, says, tests: tests.flat() };
}

/** A rule that nothing here can reach, and why. */
export function unreached(id: string, says: string, reason: string): Rule {
  return { id, says, tests: [], reason };
}

/** Tests of the file `test/<file>.test.ts`, each by words of its title. */
export const at =
  (file: string) =>
  (...words: readonly string[]): TestReference[] =>
    words.map((each) => ({ file, words: each }));

/** Lines of the catalogue. */
export const lines = (...numbers: readonly number[]): TestReference[] =>
  numbers.map((catalogueLine) => ({ catalogueLine }));

/** Of rules that only SGP.22 v3 has. */
export const v3 = 'SGP.22 v3 only';
