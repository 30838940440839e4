import { Problem } from './problem.ts';

/** What a page reports of the device: that it took the code over, for now or for later, or what one of the two callbacks said. */
export type Report =
  | { readonly kind: 'handedOver' }
  /** `operation` is the Id of the operation's context. */
  | { readonly kind: 'scheduled'; readonly operation: string | undefined }
  | {
      readonly kind: 'activation' | 'registration';
      /** A MobilePlansActivationError, or a MobilePlansNetworkRegistrationState. */
      readonly result: string;
      readonly iccid: string | undefined;
    };

/** The report in a JSON text. @throws Problem 400 when it is none */
export function readReport(text: string): Report {
  const value = parse(text);
  const kind = member(value, 'kind');
  if (kind === 'handedOver') return { kind };
  if (kind === 'scheduled') return { kind, operation: readOperation(value) };
  const result = member(value, 'result') ?? '';
  const iccid = member(value, 'iccid');
  if ((kind !== 'activation' && kind !== 'registration') || !/^\w{1,64}$/.test(result)) throw malformed();
  if (iccid !== undefined && iccid.length > 64) throw malformed();
  return { kind, result, iccid };
}

function readOperation(value: unknown): string | undefined {
  const operation = member(value, 'operation');
  if (operation !== undefined && !/^[\w-]{1,64}$/.test(operation)) throw malformed();
  return operation;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed({ cause: error });
  }
}

function member(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
  return typeof found === 'string' ? found : undefined;
}

function malformed(options: ErrorOptions = {}): Problem {
  return new Problem(400, 'Not a report', 'expected {"kind": "activation", "result": "success"}', options);
}
