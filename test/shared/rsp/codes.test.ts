import { describe, expect, it } from 'vitest';

import { decode } from '#shared/asn1/index';
import { fromHex } from '#shared/bytes/bytes';
import { authenticateErrorCodes } from '#shared/rsp/authenticate-server';
import { cancelSessionReasonOf, cancelSessionReasons } from '#shared/rsp/cancel-session';
import {
  bppCommandIds,
  installErrorOf,
  installErrors,
  metadataOf,
  PendingNotification,
} from '#shared/rsp/notifications';
import { downloadErrorCodes } from '#shared/rsp/prepare-download';
import { profileResults } from '#shared/rsp/profile-management';
import { profileClassOf } from '#shared/rsp/store-metadata';

import { rspVectors } from './vectors.ts';

describe('numbers that stand for names', () => {
  it('are those of the digests', () => {
    expect(Object.values(authenticateErrorCodes)).toEqual([1, 2, 3, 4, 5, 6, 7, 127]);
    expect(Object.values(downloadErrorCodes)).toEqual([1, 2, 3, 4, 5, 127]);
    expect(Object.values(cancelSessionReasons)).toEqual([0, 1, 2, 3, 4, 5, 127]);
    expect(Object.values(bppCommandIds)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(Object.values(installErrors)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 127]);
    expect(Object.values(profileResults)).toEqual([0, 1, 2, 3, 4, 5, 127]);
  });

  it('of cancel reasons and install errors are found, unknown ones are the undefined one', () => {
    expect(cancelSessionReasonOf(1)).toBe('postponed');
    expect(cancelSessionReasonOf(16)).toBe('undefinedReason');
    expect(installErrorOf(9)).toBe('installFailedDueToIccidAlreadyExistsOnEuicc');
    expect(installErrorOf(26)).toBe('installFailedDueToUnknownError');
  });

  it('of a Profile class default to operational; an unknown one has no name', () => {
    expect(profileClassOf({})).toBe('operational');
    expect(profileClassOf({ profileClass: 0 })).toBe('test');
    expect(profileClassOf({ profileClass: 7 })).toBeUndefined();
  });
});

it('both kinds of notification have their metadata', () => {
  const pending = rspVectors.filter(({ schema }) => schema === 'PendingNotification');
  expect(pending).toHaveLength(2);
  for (const { der } of pending) {
    const metadata = metadataOf(decode(PendingNotification, fromHex(der)));
    expect(metadata).toMatchObject({ seqNumber: 1, notificationAddress: 'smdp.example.com' });
  }
});
