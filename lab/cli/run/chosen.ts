import type { ReadFile } from '#scenarios/runner/index';
import {
  choose,
  findFiles,
  NoScenarioFiles,
  readScenarios,
  ScenarioFileWrong,
  usualFiles,
} from '#scenarios/runner/index';

import { WrongUsage } from '../exit.ts';

/** Which scenarios are meant. */
export interface Choice {
  readonly paths: readonly string[];
  /** The setting `scenarios`, for where there are no paths. */
  readonly setting: string | undefined;
  readonly filters: readonly string[];
  readonly folder: string;
}

/** The scenarios of a choice. @throws WrongUsage where there are none, and for every file that is wrong */
export function chosenScenarios({ paths, setting, filters, folder }: Choice): readonly ReadFile[] {
  try {
    const named = paths.length > 0 ? paths : (setting ?? '').split(',').map((path) => path.trim());
    const given = named.filter((path) => path !== '');
    const found = given.length > 0 ? findFiles(given, { folder }) : usualFiles({ folder });
    const files = choose(readScenarios(found), filters);
    if (files.length > 0) return files;
    const words = filters.map((filter) => `"${filter}"`).join(' or ');
    throw new WrongUsage(
      `none of ${found.length} scenarios has ${words} in its name, its file or its tags; --list shows them`,
    );
  } catch (error) {
    if (error instanceof ScenarioFileWrong || error instanceof NoScenarioFiles)
      throw new WrongUsage(error.message, { cause: error });
    throw error;
  }
}
