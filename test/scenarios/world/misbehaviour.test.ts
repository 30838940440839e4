import { describe, expect, it } from 'vitest';

import { capture, encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { filled, toHex } from '#shared/bytes/bytes';
import type { ResponseOf } from '#shared/http/contract';
import type { BoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { readBoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { Signature } from '#shared/rsp/common';
import {
  AuthenticateClient,
  GetBoundProfilePackage,
  HandleNotification,
  InitiateAuthentication,
} from '#shared/rsp/es9plus';
import { bppCommandIds, installErrors } from '#shared/rsp/notifications';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import { openBench } from '../../support/bench.ts';
import { flipBit } from '../../support/crafted-device.ts';

/** The package with the last bit of that part of it turned over: of a signature, or of a MAC. */
function flipLastBit(whole: Bytes, partOf: (parts: BoundProfilePackage) => Bytes | undefined): Bytes {
  const part = partOf(readBoundProfilePackage(whole));
  if (part === undefined) throw new Error('no such part');
  const at = toHex(whole).indexOf(toHex(part)) / 2;
  return flipBit(whole, (at + part.length) * 8 - 8);
}

type Answer = ResponseOf<typeof GetBoundProfilePackage>;

const ppk = { smdp: { settings: { segmentKeys: 'ppk' } } } as const;

describe('one bit of a Bound Profile Package turned over on the way', () => {
  it.each([
    [
      'the signature of InitialiseSecureChannel',
      ({ initialiseSecureChannelRequest: { der } }: BoundProfilePackage) => der,
      'initialiseSecureChannel',
      'invalidSignature',
      {},
    ],
    [
      'ConfigureISDP',
      ({ firstSequenceOf87 }: BoundProfilePackage) => firstSequenceOf87[0],
      'configureISDP',
      'scp03tSecurityError',
      {},
    ],
    [
      'the MAC of StoreMetadata',
      ({ sequenceOf88 }: BoundProfilePackage) => sequenceOf88[0],
      'storeMetadata',
      'scp03tSecurityError',
      {},
    ],
    [
      'ReplaceSessionKeys',
      ({ secondSequenceOf87 }: BoundProfilePackage) => secondSequenceOf87?.[0],
      'replaceSessionKeys',
      'scp03tSecurityError',
      ppk,
    ],
    [
      'the first profile element',
      ({ sequenceOf86 }: BoundProfilePackage) => sequenceOf86[0],
      'loadProfileElements',
      'scp03tSecurityError',
      {},
    ],
    [
      'the last profile element, under keys of its own',
      ({ sequenceOf86 }: BoundProfilePackage) => sequenceOf86.at(-1),
      'loadProfileElements',
      'scp03tSecurityError',
      ppk,
    ],
  ] as const)(
    'in %s: the result names command and reason, and nothing stays',
    async (_what, partOf, command, reason, options) => {
      await using bench = await openBench(options);
      const free = await bench.freeMemory();
      const { activationCode, order } = await bench.order();
      bench.smdp.next(GetBoundProfilePackage).answer((truth) => ({
        ...truth,
        boundProfilePackage: flipLastBit(truth.boundProfilePackage, partOf),
      }));
      expect(await bench.failure(activationCode, { order })).toEqual({
        stage: 'loadBoundProfilePackage',
        status: 'ProfileProcessingError',
        code: reason,
        cancelled: undefined,
        order: 'Error',
        profilesOnCard: [],
        operator: ['eligibilityAndRetryLimit: success', 'bppDownload: success', `bppInstallation: ${reason}`],
      });
      expect(bench.installationResults()).toEqual([
        { bppCommandId: bppCommandIds[command], errorReason: installErrors[reason], peStatus: [] },
      ]);
      expect(await bench.freeMemory()).toBe(free);
      const next = await bench.order();
      await bench.device().download(next.activationCode);
      expect(await bench.state(next.order)).toBe('Installed');
    },
  );
});

describe('an SM-DP+ that misbehaves', () => {
  it('and shows other metadata than it packs ends with metadataMismatch, and the order in Error', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order();
    bench.smdp.next(AuthenticateClient).answer((truth) => {
      const metadata = { ...truth.profileMetadata.value, profileName: 'something nicer' };
      return {
        ...truth,
        profileMetadata: capture(StoreMetadataRequest, encode(StoreMetadataRequest, metadata)),
      };
    });
    expect(await bench.failure(activationCode, { order })).toEqual({
      stage: 'loadBoundProfilePackage',
      status: 'ServerFailure',
      code: 'metadataMismatch',
      cancelled: 'metadataMismatch',
      order: 'Error',
      profilesOnCard: [],
      operator: [
        'eligibilityAndRetryLimit: success',
        'bppDownload: success',
        'bppInstallation: metadataMismatch',
      ],
    });
  });

  it.each([
    [
      'cut off',
      (truth: Answer): Answer => ({ ...truth, boundProfilePackage: truth.boundProfilePackage.slice(0, -1) }),
    ],
    ['not one', (truth: Answer): Answer => ({ ...truth, boundProfilePackage: filled(64, 0x30) })],
  ])(
    'and sends a package that is %s ends with loadBppExecutionError, and the order in Error',
    async (_what, change) => {
      await using bench = await openBench();
      const { activationCode, order } = await bench.order();
      bench.smdp.next(GetBoundProfilePackage).answer(change);
      expect(await bench.failure(activationCode, { order })).toMatchObject({
        stage: 'loadBoundProfilePackage',
        status: 'ServerFailure',
        code: 'boundProfilePackageStructure',
        cancelled: 'loadBppExecutionError',
        order: 'Error',
        profilesOnCard: [],
      });
    },
  );

  it.each([
    ['initiateAuthentication', InitiateAuthentication, 'Released'],
    ['authenticateClient', AuthenticateClient, 'Released'],
    ['getBoundProfilePackage', GetBoundProfilePackage, 'Downloaded'],
  ] as const)('and answers %s for another session is not followed', async (stage, contract, state) => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order();
    bench.smdp.next<typeof AuthenticateClient>(contract as typeof AuthenticateClient).answer((truth) => ({
      ...truth,
      transactionId: filled(16, 0x77),
    }));
    expect(await bench.failure(activationCode, { order })).toMatchObject({
      stage,
      status: 'ServerFailure',
      code: 'transactionIdMismatch',
      order: state,
      profilesOnCard: [],
    });
    await bench.device().download(activationCode);
    expect(await bench.state(order)).toBe('Installed');
  });

  it('and signs what the eUICC does not believe is refused by the eUICC, and told so', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order();
    bench.smdp.next(InitiateAuthentication).answer((truth) => ({
      ...truth,
      serverSignature1: capture(Signature, encode(Signature, filled(64, 1))),
    }));
    expect(await bench.failure(activationCode, { order })).toEqual({
      stage: 'authenticateServer',
      status: 'ServerNotTrusted',
      code: 'invalidSignature',
      cancelled: undefined,
      order: 'Released',
      profilesOnCard: [],
      operator: [],
    });
    expect(bench.events('es9plus.refused')).toMatchObject([{ refusal: 'euiccReportedError' }]);
    expect(bench.smdp.sessions()).toEqual([]);
  });

  it.each([
    ['initiateAuthentication', InitiateAuthentication, 'ciPKNotSupported', 'ServerNotTrusted', '8.8.2/3.1'],
    ['authenticateClient', AuthenticateClient, 'insufficientMemory', 'InsufficientSpaceOnCard', '8.1/4.8'],
    [
      'getBoundProfilePackage',
      GetBoundProfilePackage,
      'bppRebindingRefused',
      'ProfileNotAvailableForNewBinding',
      '8.2/3.7',
    ],
  ] as const)('and refuses %s for once is asked again', async (stage, contract, refusal, status, code) => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order();
    bench.smdp.next(contract).refuse(refusal);
    expect(await bench.failure(activationCode, { order })).toMatchObject({
      stage,
      status,
      code,
      cancelled: undefined,
      order: 'Released',
      profilesOnCard: [],
    });
    await bench.device().download(activationCode);
    expect(await bench.state(order)).toBe('Installed');
  });

  it('that was ordered and never happened fails the bench', async () => {
    const bench = await openBench();
    bench.smdp.next(HandleNotification).refuse('formatInvalid');
    await expect(bench[Symbol.asyncDispose]()).rejects.toThrow(
      'ordered and never happened: handleNotification: refuse formatInvalid',
    );
  });

  it('by a fault of ours fails the bench', async () => {
    const bench = await openBench();
    bench.world.trace.emit('fault', { where: 'here', error: new Error('a bug') });
    await expect(bench[Symbol.asyncDispose]()).rejects.toThrow('a fault: here');
  });
});
