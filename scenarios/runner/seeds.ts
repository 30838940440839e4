/** What the world of a scenario comes from: it is the same in whatever order and company the scenario is played. */
export function seedOf(runSeed: string, name: string): string {
  return `${runSeed}/${name}`;
}
