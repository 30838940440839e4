import type { AddCommand } from '../program.ts';

/** `esimlab inspect`: says what octets are. */
export const addInspect: AddCommand = (program) => {
  program.command('inspect').description('Says what octets are.');
};
