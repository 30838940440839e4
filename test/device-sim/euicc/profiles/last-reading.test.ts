import { describe, expect, it } from 'vitest';

import { toUtf8 } from '#shared/bytes/bytes';
import type { LoadedProfile } from '#shared/saip/index';

import { LastReading } from '#device-sim/euicc/profiles/last-reading';

const profile: LoadedProfile = { files: { nodes: [] }, aka: [], pins: [], puks: [], others: [], memory: 0 };

describe('the last reading of a profile package', () => {
  it('stands for the same octets, wherever they lie, and for no others', () => {
    const reading = new LastReading();
    expect(reading.of(toUtf8('package'))).toBeUndefined();
    reading.keep(toUtf8('package'), profile);
    expect(reading.of(toUtf8('package'))).toBe(profile);
    expect(reading.of(toUtf8('pocket!'))).toBeUndefined();
    reading.keep(toUtf8('other'), { ...profile });
    expect(reading.of(toUtf8('package'))).toBeUndefined();
  });
});
