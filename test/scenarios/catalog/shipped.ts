import type { CheckFinding, CheckOptions, ReadFile } from '#scenarios/runner/index';
import { findFiles, placeOf, readScenarios } from '#scenarios/runner/index';

import { browser } from '../../support/browser.ts';

/** The scenarios that come with esimlab. */
export const shipped: readonly ReadFile[] = readScenarios(findFiles(['catalog:'], { folder: process.cwd() }));

const folderOf = ({ file }: ReadFile): string => file.shown.replace(/^catalog:/, '').split('/')[0] ?? '';

/** The folders of the catalog, and the scenarios in each. */
export const folders = [...new Set(shipped.map(folderOf))].map(
  (folder) => [folder, shipped.filter((file) => folderOf(file) === folder)] as const,
);

/** One after the other: test files run beside one another anyway. */
export const oneByOne: CheckOptions = { seed: '1', realTime: false, parallel: 1, browser };

/** Findings, a line each. */
export const inLines = (findings: readonly CheckFinding[]): readonly string[] =>
  findings.map((finding) => `${placeOf({ ...finding, byExpectation: false })}${finding.message}`);
