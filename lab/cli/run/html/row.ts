/** One TLV of a decoded message, in few letters: there are many in a report. */
export interface Node {
  /** Tag. */
  readonly t?: string;
  /** Name. */
  readonly n: string;
  /** Value. */
  readonly v?: string;
  /** What it says to a person, or why it does not decode. */
  readonly m?: string;
  readonly c?: readonly Node[];
}

/** What a message says. */
export interface Decoded {
  readonly title: string;
  readonly section?: string;
  readonly facts?: readonly (readonly [name: string, value: string])[];
  readonly tree?: readonly Node[];
  readonly findings?: readonly string[];
  readonly parts?: readonly Decoded[];
  /** A body that is text. */
  readonly text?: string;
}

/** Octets from one party to another. */
export interface MessageRow {
  readonly kind: 'message';
  /** Milliseconds of the Clock since the first. */
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly title: string;
  /** How many commands it took, where it took several. */
  readonly times?: number;
  /** It answers one before it. */
  readonly answer?: true;
  readonly tone?: 'bad' | 'lost';
  /** What is left out unless all is wanted: housekeeping between terminal and card. */
  readonly small?: true;
  readonly octets: number;
  readonly hex?: string;
  readonly decoded?: Decoded;
}

/** Something that became of a party. */
export interface NoteRow {
  readonly kind: 'note';
  readonly at: number;
  readonly party: string;
  readonly text: string;
  readonly tone?: 'good' | 'bad';
}

/** The step of the file that begins here. */
export interface StepRow {
  readonly kind: 'step';
  readonly at: number;
  readonly line: number;
  readonly text: string;
}

export type Row = MessageRow | NoteRow | StepRow;

/** What happened in a scenario, between whom. */
export interface Sequence {
  readonly parties: readonly { readonly id: string; readonly name: string; readonly says: string }[];
  readonly rows: readonly Row[];
  /** Rows that are not shown, because there are too many. */
  readonly left: number;
}
