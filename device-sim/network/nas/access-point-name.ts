import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';

import { MalformedNas, OctetReader } from './octet-reader.ts';

/** The labels of an access point name, each behind its length (TS 23.003 §9.1). */
export function writeAccessPointName(name: string): Bytes {
  const labels = name.split('.').map((label) => Uint8Array.from(label, (letter) => letter.charCodeAt(0)));
  return concat(...labels.map((label) => concat(Uint8Array.of(label.length), label)));
}

/** `internet`, `ims.operator.test`. @throws MalformedNas when a label is cut off */
export function readAccessPointName(octets: Bytes): string {
  const reader = new OctetReader(octets);
  const labels: string[] = [];
  while (reader.left > 0) {
    const label = reader.lengthValue(0, 63);
    if (label.some((letter) => letter < 0x21 || letter > 0x7e)) {
      throw new MalformedNas('an access point name of other characters than printable ones');
    }
    labels.push(String.fromCharCode(...label));
  }
  return labels.join('.');
}
