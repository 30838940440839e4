import { writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { it } from 'vitest';
import { loadProfile } from '#shared/saip/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { vectors } from '../../support/vectors.ts';
it('x', () => {
  const r = loadProfile(vectors.bytes('ts48/TS48v5_SAIP2.3_BERTLV_SUCI.der'), { iccid: fromHex('98001032547698103214'), profileClass: 'operational' });
  if (!r.ok) throw new Error();
  const row = (n: (typeof r.files.nodes)[number]) => [n.path, n.kind, n.size + (n.recordLength ? `/${n.recordLength}` : ''), n.sfi === undefined ? '-' : n.sfi.toString(16).toUpperCase().padStart(2, '0'), n.arr ? `${n.arr.fid}.${n.arr.record.toString(16).toUpperCase().padStart(2, '0')}` : '-', n.content.length <= 20 ? toHex(n.content) || '-' : '#' + createHash('sha256').update(n.content).digest('hex').slice(0, 12).toUpperCase()].join(' ');
  writeFileSync('/tmp/ours.txt', r.files.nodes.map(row).join('\n') + '\n');
});
