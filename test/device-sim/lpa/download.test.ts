import { describe, expect, it } from 'vitest';

import { Bench } from './bench.ts';

describe('a download', () => {
  it('goes through its stages, installs, tells the server, enables and tells again', async () => {
    const bench = new Bench();
    const outcome = await bench.download();
    expect(outcome).toEqual({
      ok: true,
      iccid: '89000123456789012341',
      state: 'enabled',
      notifications: { delivered: 2, pending: 0 },
      resumed: false,
    });
    expect(bench.stages).toEqual([
      'activationCode',
      'initiateAuthentication',
      'authenticateServer',
      'authenticateClient',
      'consent',
      'prepareDownload',
      'getBoundProfilePackage',
      'loadBoundProfilePackage',
      'handleNotification',
      'enable',
      'handleNotification',
    ]);
    expect(bench.state).toBe(1);
    expect(bench.pending).toEqual([]);
  });
});
