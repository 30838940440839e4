import { describe, expect, it } from 'vitest';
import { toHex } from '#shared/bytes/bytes';
import { iccidToBytes } from '#shared/identifiers/iccid';

import { brainpool, openBench, stock } from './bench.ts';

describe('a download over https', () => {
  it('brings the profile and its metadata to the eUICC and ends Installed', async () => {
    await using bench = await openBench();
    const order = await bench.place();
    const { prepared, boundProfilePackage } = await bench.device.download('M-1');
    expect(await bench.state()).toBe('Downloaded');
    const { metadata, upp } = bench.device.open(prepared, boundProfilePackage);
    expect(toHex(metadata)).toBe(toHex(order.profile.metadata));
    expect(toHex(upp)).toBe(toHex(stock().upp));
    const result = bench.device.installationResult(prepared, 'success', { iccid: iccidToBytes(order.iccid) });
    const answer = await bench.device.notify(result);
    expect(answer).toMatchObject({ status: 204, text: '', adminProtocol: 'gsma/rsp/v2.6.0' });
    expect(await bench.state()).toBe('Installed');
    expect(bench.smdp.sessions()).toEqual([]);
  });

  it('works on brainpool over TLS 1.2, with segment keys of their own', async () => {
    await using bench = await openBench({
      cis: [brainpool],
      settings: { segmentKeys: 'ppk' },
      listen: { tlsCurve: 'brainpoolP256r1' },
    });
    await bench.place();
    const { prepared, boundProfilePackage } = await bench.device.download('M-1');
    expect(toHex(bench.device.open(prepared, boundProfilePackage).upp)).toBe(toHex(stock().upp));
  });

  it('works over plain http', async () => {
    await using bench = await openBench({ listen: { noTls: true } });
    await bench.place();
    await bench.device.download('M-1');
    expect(bench.smdp.url).toMatch(/^http:/);
    expect(await bench.state()).toBe('Downloaded');
  });

  it('can be cancelled by the eUICC', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
    const answer = await bench.device.cancel(session, 'endUserRejection');
    expect(answer.outcome).toBe('Executed-Success');
    expect(await bench.state()).toBe('Error');
  });
});
