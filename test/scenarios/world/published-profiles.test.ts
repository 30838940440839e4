import { describe, expect, it } from 'vitest';

import { metadataFor } from '#scenarios/operator/index';
import type { WorldOptions } from '#scenarios/world/index';
import { fromHex } from '#shared/bytes/bytes';
import { iccidToBytes, parseIccid } from '#shared/identifiers/iccid';
import { bppCommandIds, installErrors } from '#shared/rsp/notifications';
import { profileMemory, parseProfile } from '#shared/saip/index';

import type { Bench } from '../../support/bench.ts';
import { openBench } from '../../support/bench.ts';
import { vectors } from '../../support/vectors.ts';

const files = ['TS48v4_SAIP2.3_BERTLV', 'TS48v5_SAIP2.3_BERTLV_SUCI', 'TS48v5_SAIP2.3_NoBERTLV'] as const;
type File = (typeof files)[number];

const iccid = parseIccid('89000123456789012341');
const mccMnc = fromHex('00F110');

const curves = {
  NIST: {},
  brainpool: {
    smdp: { curve: 'brainpoolP256r1' },
    devices: [{ name: 'device-1', card: { ci: 'brp' } }],
  },
} as const satisfies Record<string, WorldOptions>;

const upp = (file: File) => vectors.bytes(`ts48/${file}.der`);

async function order({ desk, smdp }: Bench, file: File) {
  const metadata = metadataFor(iccidToBytes(iccid), mccMnc, {
    serviceProviderName: 'GSMA',
    profileName: file,
    profileClass: 'test',
    notificationAddress: smdp.address,
  });
  return desk.order({ profile: { upp: upp(file), metadata } });
}

const iccidExists = {
  bppCommandId: bppCommandIds.storeMetadata,
  errorReason: installErrors.installFailedDueToIccidAlreadyExistsOnEuicc,
  peStatus: [],
};

describe.skipIf(!vectors.available)('the published test profiles of TS.48', () => {
  const cases = Object.entries(curves).flatMap(([curve, options]) =>
    files.map((file) => ({ curve, options, file })),
  );

  it.each(cases)('$file downloads and installs on a fresh card, $curve', async ({ options, file }) => {
    await using bench = await openBench(options);
    const free = await bench.freeMemory();
    const { activationCode, order: placed } = await order(bench, file);
    expect(await bench.device().download(activationCode)).toMatchObject({
      iccid,
      state: 'enabled',
      notifications: { delivered: 2, pending: 0 },
    });
    expect(await bench.device().lpa.profiles()).toMatchObject([
      { iccid, state: 'enabled', serviceProviderName: 'GSMA', profileName: file, profileClass: 'test' },
    ]);
    expect(await bench.freeMemory()).toBe(free - profileMemory(parseProfile(upp(file))));
    expect(bench.installationResults()).toEqual(['success']);
    expect(await bench.state(placed)).toBe('Installed');
  });

  it.each(Object.entries(curves))(
    'on one card the second is refused (2, 9) until the first is deleted, %s',
    async (_curve, options) => {
      await using bench = await openBench(options);
      const free = await bench.freeMemory();
      for (const file of files) {
        const first = await order(bench, file);
        await bench.device().download(first.activationCode);
        const taken = await bench.freeMemory();

        const { activationCode, order: second } = await order(bench, files[0]);
        expect(await bench.failure(activationCode, { order: second })).toMatchObject({
          stage: 'loadBoundProfilePackage',
          status: 'IccidAlreadyExists',
          order: 'Error',
          profilesOnCard: [`${iccid} enabled`],
        });
        expect(bench.installationResults().at(-1)).toEqual(iccidExists);
        expect(await bench.freeMemory()).toBe(taken);
        expect(await bench.state(first.order)).toBe('Installed');

        await bench.device().lpa.disable(iccid);
        await bench.device().lpa.delete(iccid);
        expect(await bench.freeMemory()).toBe(free);
      }
      expect(bench.installationResults()).toEqual(files.flatMap(() => ['success', iccidExists]));
    },
  );
});
