import { cardGroups } from './catalogue/card.ts';
import type { Group } from './catalogue/group.ts';
import { lpaGroups } from './catalogue/lpa.ts';
import { serverGroups } from './catalogue/server.ts';

/** One line of the catalogue in the shape of SGP.23: what is given, and what has to come of it. */
export interface CatalogueLine {
  /** 1 to 184; a test of it is called `C` and three digits. */
  readonly line: number;
  readonly group: string;
  /** Where SGP.23 has its like, and the section of SGP.22 that it is about. */
  readonly section: string;
  readonly says: string;
  /** Why there is no test. */
  readonly reason?: string;
}

const groups: readonly Group[] = [...cardGroups, ...serverGroups, ...lpaGroups];

const noSmds = 'there is no SM-DS';

/** Lines without a test. */
const reasons: Readonly<Record<number, string>> = {
  162: 'there is no SM-DS, and the LPA has no ES11',
  180: noSmds,
  181: noSmds,
  182: noSmds,
  183: noSmds,
  184: noSmds,
};

/** The groups with what they are about, in their order. */
export const catalogueGroups: readonly Omit<Group, 'lines'>[] = groups;

/** The whole catalogue, line by line. */
export const catalogue: readonly CatalogueLine[] = groups.flatMap(({ group, section, lines }) =>
  Object.entries(lines).map(([number, says]) => {
    const line = Number(number);
    const reason = reasons[line];
    return { line, group, section, says, ...(reason === undefined ? {} : { reason }) };
  }),
);

/** `C021`. */
export function catalogueName({ line }: CatalogueLine): string {
  return `C${String(line).padStart(3, '0')}`;
}
