import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { decode } from '#shared/asn1/index';
import { fromBase64, fromHex, fromUtf8, sameBytes, toHex } from '#shared/bytes/bytes';
import { readBoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { PrepareDownloadResponse } from '#shared/rsp/prepare-download';
import type { GoldenSession } from './golden-session.ts';
import { printSession } from './golden-session.ts';
import { goldenSessions } from './golden-sessions.ts';
import { recordSession } from './record-session.ts';
import { laneOf, replayCard, replayServer } from './replay.ts';

const textOf = (name: string): string =>
  readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8');
const sessionOf = (name: string): GoldenSession => JSON.parse(textOf(name)) as GoldenSession;
const plans = Object.entries(goldenSessions).map(([name, plan]) => ({ name, ...plan }));

describe.each(plans)('the golden session $name', ({ name, title, made }) => {
  it('is what `npm run golden` makes', async () => {
    expect(printSession(await recordSession(title, made))).toBe(textOf(name));
  });

  it('is answered by a fresh SM-DP+ over HTTPS octet for octet', async () => {
    const session = sessionOf(name);
    expect(await replayServer(session)).toEqual(laneOf(session, 'ES9+'));
  });

  it('is answered by a fresh card octet for octet', async () => {
    const session = sessionOf(name);
    expect(await replayCard(session)).toEqual(laneOf(session, 'device-1/ES10'));
  });

  it('is the same on both ends of ES9+, and ends with the profile installed and enabled', () => {
    const session = sessionOf(name);
    expect(laneOf(session, 'device-1/ES9+')).toEqual(laneOf(session, 'ES9+'));
    expect(session.facts).toMatchObject({ orderState: 'Installed', profileState: 'enabled' });
    expect(session.facts.notifications.pending).toBe(0);
  });
});

describe('a replay', () => {
  it('notices a server and a card of another seed', async () => {
    const session = sessionOf('nist');
    const other = { ...session, made: { ...session.made, seed: 2 } };
    expect(await replayServer(other)).not.toEqual(laneOf(session, 'ES9+'));
    expect(await replayCard(other)).not.toEqual(laneOf(session, 'device-1/ES10'));
  });
});

describe('what the golden sessions differ in', () => {
  const certificateCurve = (name: string) =>
    laneText(name).includes('06082A8648CE3D030107') ? 'P-256' : 'brainpoolP256r1';

  it('brainpool sessions hold no NIST key, the others do', () => {
    expect(plans.map(({ name }) => certificateCurve(name))).toEqual(plans.map(({ made }) => made.curve));
  });

  it('packages carry ReplaceSessionKeys where the segments have keys of their own', () => {
    const replaced = plans.map(({ name }) => packagesOf(name).map((each) => each.secondSequenceOf87?.length));
    expect(replaced).toEqual([[undefined], [1], [undefined], [1], [undefined], [undefined, undefined]]);
  });

  it('the eUICC signs a hashed Confirmation Code where one is wanted', () => {
    const asked = plans.map(({ name }) => preparedOf(name).map(({ hashCc }) => hashCc?.length));
    expect(asked).toEqual([[undefined], [undefined], [undefined], [undefined], [32], [undefined, undefined]]);
  });
});

describe('the golden retry', () => {
  let packages: ReturnType<typeof packagesOf>;
  beforeAll(() => {
    packages = packagesOf('retry');
  });

  it('has power cut once, in the middle of a load', () => {
    const resets = laneOf(sessionOf('retry'), 'device-1/ES10').filter(
      ([, direction]) => direction === 'reset',
    );
    expect(resets).toHaveLength(1);
  });

  it('shows the same one-time key of the eUICC in another session', () => {
    const [first, second] = preparedOf('retry');
    expect(toHex(second!.euiccOtpk)).toBe(toHex(first!.euiccOtpk));
    expect(sameBytes(second!.transactionId, first!.transactionId)).toBe(false);
  });

  it('gets the same one-time key of the server and the same protected segments', () => {
    const [first, second] = packages.map(({ initialiseSecureChannelRequest: channel, ...segments }) => ({
      smdpOtpk: channel.value.smdpOtpk,
      ...segments,
    }));
    expect(second).toEqual(first);
  });
});

const laneText = (name: string): string =>
  laneOf(sessionOf(name), 'device-1/ES10')
    .map(([, , octets]) => octets)
    .join();

const bodiesOf = (name: string, direction: string): Record<string, string>[] =>
  laneOf(sessionOf(name), 'ES9+')
    .filter(([, each]) => each === direction)
    .map(([, , octets]) => JSON.parse(fromUtf8(fromHex(octets))) as Record<string, string>);

const packagesOf = (name: string) =>
  bodiesOf(name, 'response getBoundProfilePackage').map(({ boundProfilePackage = '' }) =>
    readBoundProfilePackage(fromBase64(boundProfilePackage)),
  );

const preparedOf = (name: string) =>
  bodiesOf(name, 'request getBoundProfilePackage').map(({ prepareDownloadResponse = '' }) => {
    const { downloadResponseOk } = decode(PrepareDownloadResponse, fromBase64(prepareDownloadResponse));
    if (downloadResponseOk === undefined) throw new Error('the eUICC refused');
    return downloadResponseOk.euiccSigned2.value;
  });
