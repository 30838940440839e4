/** A place in a file; lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `later.yaml:12:5`, as editors and terminals open it. */
export function printPosition({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}
