import { readFileSync } from 'node:fs';

import { readCaPem } from '#shared/pki/web/ca-trust';
import type { ProductSettings } from '#shared/runtime/settings-declaration';

import { WrongUsage } from './exit.ts';

type Chosen = Pick<ProductSettings, 'es2Notify' | 'es2NotifyCa'>;

/** The operators of somebody else that are told of downloads. @throws WrongUsage for a CA that cannot be read, or is for nobody */
export function notifiedOperators({ es2Notify: url, es2NotifyCa: file }: Chosen) {
  if (url === undefined) {
    if (file === undefined) return [];
    throw new WrongUsage('--es2-notify-ca is for the operator of --es2-notify; give that too');
  }
  return [{ url, ...(file === undefined ? {} : { cas: casIn(file) }) }];
}

function casIn(file: string) {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new WrongUsage(`cannot read ${file}; give the PEM file of a CA with --es2-notify-ca`, { cause });
  }
  try {
    return readCaPem(text);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new WrongUsage(`${file}: ${cause.message}; give the PEM file of a CA with --es2-notify-ca`, {
      cause,
    });
  }
}
