import { describe, expect, it } from 'vitest';

import { decode } from '#shared/asn1/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { EuiccResponse, simaResponse } from '#shared/saip/index';

describe('simaResponse', () => {
  it('of success is what a real card sends', () => {
    expect(toHex(simaResponse([{ status: 0 }]))).toBe('3007A0053003800100');
    expect(decode(EuiccResponse, fromHex('3007A0053003800100'))).toEqual({ peStatus: [{ status: 0 }] });
  });

  it('of a fault names the element and says that loading was aborted', () => {
    const octets = simaResponse([{ status: 3, identification: 7, additionalInformation: 2 }]);
    expect(toHex(octets)).toBe('300FA00B30098001038101078201028100');
  });
});
