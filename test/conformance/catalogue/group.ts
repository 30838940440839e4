/** Lines of the catalogue that are about one function or one end. */
export interface Group {
  readonly group: string;
  readonly title: string;
  /** Where SGP.23 has its like, and the section of SGP.22 that it is about. */
  readonly section: string;
  readonly lines: Readonly<Record<number, string>>;
}
