import { describe, expect, it } from 'vitest';

import type { Profile } from '#scenarios/operator/index';
import { metadataFor, profileOf } from '#scenarios/operator/index';
import { worldNames } from '#scenarios/world/names';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex } from '#shared/bytes/bytes';
import { iccidToBytes, makeIccid } from '#shared/identifiers/iccid';
import { parsePlmn } from '#shared/identifiers/plmn';
import { bppCommandIds, installErrors } from '#shared/rsp/notifications';
import type { ProfileElement } from '#shared/saip/index';
import { elementHeader, encodeProfile, parseProfile, peStatuses, profileFacts } from '#shared/saip/index';

import { openBench } from '../../support/bench.ts';
import { vectors } from '../../support/vectors.ts';

const terms = {
  serviceProviderName: 'esimlab',
  profileName: 'a profile to damage',
  notificationAddress: worldNames.smdp,
};

const ownProfile = (): Profile =>
  profileOf(
    {
      iccid: makeIccid('8900101000000000017'),
      imsi: '001010000000017',
      k: filled(16, 0x4b),
      opc: filled(16, 0x0c),
      algorithm: 'milenage',
      plmn: parsePlmn('001/01'),
    },
    terms,
  );

function publishedProfile(): Profile {
  const upp = vectors.bytes('ts48/TS48v5_SAIP2.3_BERTLV_SUCI.der');
  return { upp, metadata: metadataFor(iccidToBytes(profileFacts(upp).iccid), fromHex('00F110'), terms) };
}

type Elements = readonly ProfileElement[];
type Damage = (elements: Elements) => Elements;

/** Each element as `change` makes it; the damage has to touch one. */
function changeOne(elements: Elements, change: (element: ProfileElement) => ProfileElement): Elements {
  const changed = elements.map(change);
  if (changed.filter((element, at) => element !== elements[at]).length !== 1)
    throw new Error('not one change');
  return changed;
}

type HeaderValue = NonNullable<ProfileElement['header']>;

const inHeader =
  (change: (header: HeaderValue) => HeaderValue): Damage =>
  (elements) =>
    changeOne(elements, (element) =>
      element.header === undefined ? element : { header: change(element.header) },
    );

/** The content of EF.ICCID, or of EF.IMSI in the USIM. */
const inFile =
  (file: 'ef-iccid' | 'ef-imsi', change: (content: Bytes) => Bytes): Damage =>
  (elements) =>
    changeOne(elements, (element) => {
      const { mf, usim } = element;
      if (mf !== undefined && file === 'ef-iccid') {
        return { mf: { ...mf, 'ef-iccid': refilled(mf['ef-iccid'], change) } };
      }
      if (usim !== undefined && file === 'ef-imsi') {
        return { usim: { ...usim, 'ef-imsi': refilled(usim['ef-imsi'], change) } };
      }
      return element;
    });

type MfFile = NonNullable<ProfileElement['mf']>['ef-iccid'];

const refilled = (file: MfFile, change: (content: Bytes) => Bytes): MfFile =>
  file.map((step) =>
    step.fillFileContent === undefined ? step : { fillFileContent: change(step.fillFileContent) },
  );

const withOctet = (octets: Bytes, at: number, octet: number): Bytes =>
  octets.map((old, index) => (index === at ? octet : old));

/** The keys get the number of the USIM. */
const duplicateIdentification: Damage = (elements) => {
  const aka = elements.find((element) => element.akaParameter !== undefined)?.akaParameter;
  const other = elements.find((element) => element.usim !== undefined);
  const identification = other && elementHeader(other)?.identification;
  if (aka === undefined || identification === undefined) throw new Error('no keys, or no USIM');
  return changeOne(elements, (element) =>
    element.akaParameter === aka
      ? { akaParameter: { ...aka, header: { ...aka.header, identification } } }
      : element,
  );
};

const unknownTemplate = '2.23.143.1.2.99';
const processing = installErrors.installFailedDueToPEProcessingError;
const mismatch = installErrors.installFailedDueToDataMismatch;

/** What is changed, how, and what saip.md §5 says to it: ErrorReason and PEStatus. */
const damages: readonly (readonly [string, Damage, number, readonly number[]])[] = [
  [
    'the ICCID of the header',
    inHeader((header) => ({ ...header, iccid: withOctet(header.iccid, 8, 0x77) })),
    mismatch,
    [],
  ],
  ['the ICCID of EF.ICCID', inFile('ef-iccid', (content) => withOctet(content, 8, 0x77)), mismatch, []],
  [
    'the IMSI, which is not of the owner any more',
    inFile('ef-imsi', (content) => withOctet(content, 2, 0x22)),
    mismatch,
    [],
  ],
  [
    'the End, which is missing',
    (elements) => elements.filter((element) => element.end === undefined),
    processing,
    [peStatuses['invalid-request-format']],
  ],
  [
    'an identification, which is there twice',
    duplicateIdentification,
    processing,
    [peStatuses['invalid-request-format']],
  ],
  [
    'a template, which nobody knows',
    inHeader((header) => ({
      ...header,
      'eUICC-Mandatory-GFSTEList': [...header['eUICC-Mandatory-GFSTEList'], unknownTemplate],
    })),
    processing,
    [peStatuses['template-not-supported']],
  ],
  [
    'content, which is longer than its file',
    inFile('ef-imsi', (content) => concat(content, fromHex('FF'))),
    processing,
    [peStatuses['bad-values']],
  ],
];

const bases = [
  { of: 'our own profile', base: ownProfile, there: true },
  { of: 'a published profile', base: publishedProfile, there: vectors.available },
];

describe.each(bases)('one changed value in $of', ({ base, there }) => {
  it.skipIf(!there).each(damages)(
    '%s: is refused with the result of the specification and leaves nothing',
    async (_what, damage, errorReason, peStatus) => {
      await using bench = await openBench();
      const good = base();
      const free = await bench.freeMemory();
      const bad = { ...good, upp: encodeProfile(damage(parseProfile(good.upp))) };
      const { activationCode, order } = await bench.order({ profile: bad });

      expect(await bench.failure(activationCode, { order })).toMatchObject({
        stage: 'loadBoundProfilePackage',
        status: 'ProfileProcessingError',
        cancelled: undefined,
        order: 'Error',
        profilesOnCard: [],
        operator: [
          'eligibilityAndRetryLimit: success',
          'bppDownload: success',
          expect.stringMatching(/^bppInstallation: installFailedDueTo/),
        ],
      });
      expect(bench.installationResults()).toEqual([
        { bppCommandId: bppCommandIds.loadProfileElements, errorReason, peStatus },
      ]);
      expect(await bench.freeMemory()).toBe(free);
      expect(await bench.device().lpa.notifications()).toEqual([]);
      expect(await bench.failure(activationCode, { order })).toMatchObject({
        status: 'InvalidMatchingId',
        code: '8.2.6/3.8',
        order: 'Error',
      });

      const next = await bench.order({ profile: good });
      await bench.device().download(next.activationCode);
      expect(await bench.state(next.order)).toBe('Installed');
      expect(bench.installationResults().at(-1)).toBe('success');
    },
  );
});
