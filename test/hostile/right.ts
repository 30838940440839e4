/** What a table says of a function. @throws where it says nothing: a new function needs something right to begin with */
export function rightFor<T>(table: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found === undefined) throw new Error(`${name} is attacked by nobody: there is nothing right to change`);
  return found;
}
