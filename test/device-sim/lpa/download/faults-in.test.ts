import { describe, expect, it } from 'vitest';

import { InstallationFailed } from '#device-sim/lpa/download/download-errors';
import { faultsIn } from '#device-sim/lpa/download/faults-in';
import { fromHex } from '#shared/bytes/bytes';

describe('what the simaResponse of a failed installation says', () => {
  it.each([
    ['3009A005300380010A8100', 'feature-not-supported'],
    ['300CA0083006800103810115 8100', 'bad-values in profile element 21'],
    ['300FA00B3003800100300480020400 8100', 'status 1024'],
    ['3011A0053003800101 8100 8206 726561736F6E', 'pe-not-supported, reason'],
    ['3007A0053003800100', ''],
    ['4F00', ''],
  ])('%s: %s', (octets, words) => {
    expect(faultsIn(fromHex(octets))).toBe(words);
  });

  it('stands in the message to the person', () => {
    expect(new InstallationFailed(5, 12, fromHex('3009A005300380010A8100')).message).toBe(
      'the eUICC could not install the profile: installFailedDueToPEProcessingError (12) in loadProfileElements: feature-not-supported',
    );
    expect(new InstallationFailed(2, 9).message).toBe(
      'the eUICC could not install the profile: installFailedDueToIccidAlreadyExistsOnEuicc (9) in storeMetadata',
    );
  });
});
