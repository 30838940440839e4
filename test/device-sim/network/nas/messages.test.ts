import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readDownlink, readUplink, writeDownlink, writeUplink } from '#device-sim/network/index';
import type { DownlinkMessage, UplinkMessage } from '#device-sim/network/index';
import { concat, filled, fromHex, toHex } from '#shared/bytes/bytes';
import { parsePlmn } from '#shared/identifiers/plmn';
import { minutes, seconds } from '#shared/runtime/span';

const testNetwork = parsePlmn('001/01');
const guti = { plmn: testNetwork, mmeGroup: 0x8001, mmeCode: 5, mTmsi: fromHex('C0FFEE01') };
const rand = filled(16, 0x11);
const autn = fromHex('B0B64E3CF808800037BDAF47982B40C3');
const bearer = {
  transaction: 1,
  bearer: 5,
  accessPointName: 'internet',
  address: Uint8Array.of(10, 1, 2, 3),
};

/** Octets by TS 24.301 §8.2 and §8.3. */
const uplinks: readonly (readonly [string, string, UplinkMessage])[] = [
  [
    'ATTACH REQUEST by IMSI',
    '0741 71 08 0910101032547698 02 E060 0004 0201D011',
    { message: 'attachRequest', identity: { imsi: '001010123456789' }, connectivity: { transaction: 1 } },
  ],
  [
    'ATTACH REQUEST by an IMSI of 14 digits',
    '0741 71 08 01101010325476F8 02 E060 0004 0201D011',
    { message: 'attachRequest', identity: { imsi: '00101012345678' }, connectivity: { transaction: 1 } },
  ],
  [
    'ATTACH REQUEST by GUTI',
    '0741 71 0B F6 00F110 8001 05 C0FFEE01 02 E060 0004 0201D011',
    { message: 'attachRequest', identity: { guti }, connectivity: { transaction: 1 } },
  ],
  ['ATTACH COMPLETE', '0743 0003 5200C2', { message: 'attachComplete', bearer: 5 }],
  [
    'AUTHENTICATION RESPONSE',
    '0753 08 8D82D13F7E9F878F',
    { message: 'authenticationResponse', res: fromHex('8D82D13F7E9F878F') },
  ],
  ['AUTHENTICATION FAILURE, MAC', '075C 14', { message: 'authenticationFailure', cause: 20 }],
  [
    'AUTHENTICATION FAILURE, synch',
    '075C 15 30 0E 7B95846F80B80B59AE61B615710E',
    { message: 'authenticationFailure', cause: 21, auts: fromHex('7B95846F80B80B59AE61B615710E') },
  ],
  [
    'IDENTITY RESPONSE',
    '0756 08 3A65390853468390',
    { message: 'identityResponse', identity: { imei: '356938035643809' } },
  ],
  [
    'DETACH REQUEST, switched off',
    '0745 79 0B F6 00F110 8001 05 C0FFEE01',
    { message: 'detachRequest', switchOff: true, identity: { guti } },
  ],
  ['DETACH ACCEPT', '0746', { message: 'detachAccept' }],
  ['EMM STATUS', '0760 62', { message: 'emmStatus', cause: 98 }],
];

const downlinks: readonly (readonly [string, string, DownlinkMessage])[] = [
  [
    'AUTHENTICATION REQUEST',
    '0752 00 11111111111111111111111111111111 10 B0B64E3CF808800037BDAF47982B40C3',
    { message: 'authenticationRequest', rand, autn },
  ],
  ['AUTHENTICATION REJECT', '0754', { message: 'authenticationReject' }],
  [
    'ATTACH ACCEPT',
    '0742 01 49 06 00 00F110 0001 0015 5201C1 01 09 09 08696E7465726E6574 05 01 0A010203 50 0B F6 00F110 8001 05 C0FFEE01',
    {
      message: 'attachAccept',
      t3412: minutes(54),
      trackingAreas: [{ plmn: testNetwork, tac: 1 }],
      bearer,
      guti,
    },
  ],
  ['ATTACH REJECT', '0744 08', { message: 'attachReject', cause: 8 }],
  [
    'ATTACH REJECT, congestion',
    '0744 16 5F 01 25',
    { message: 'attachReject', cause: 22, t3346: minutes(5) },
  ],
  ['IDENTITY REQUEST', '0755 01', { message: 'identityRequest', wanted: 'imsi' }],
  ['DETACH REQUEST', '0745 02 53 08', { message: 'networkDetachRequest', reattach: false, cause: 8 }],
  ['DETACH REQUEST, to come back', '0745 01', { message: 'networkDetachRequest', reattach: true }],
];

describe('messages of a UE', () => {
  it.each(uplinks)('%s is written as TS 24.301 has it', (_name, octets, message) => {
    expect(toHex(writeUplink(message))).toBe(octets.replaceAll(' ', ''));
  });

  it.each(uplinks)('%s is read back', (_name, octets, message) => {
    expect(readUplink(fromHex(octets))).toMatchObject({ read: message });
  });

  it.each(uplinks)(
    '%s cut anywhere is refused or another message, and nothing is thrown',
    (_name, octets) => {
      const whole = fromHex(octets);
      for (let length = 0; length < whole.length; length += 1) {
        expect(readUplink(whole.slice(0, length))).toBeTypeOf('object');
      }
    },
  );
});

describe('messages of a network', () => {
  it.each(downlinks)('%s is written as TS 24.301 has it', (_name, octets, message) => {
    expect(toHex(writeDownlink(message))).toBe(octets.replaceAll(' ', ''));
  });

  it.each(downlinks)('%s is read back', (_name, octets, message) => {
    expect(readDownlink(fromHex(octets))).toMatchObject({ read: message });
  });
});

describe('reading', () => {
  it.each([
    ['nothing', '', undefined],
    ['one octet', '07', undefined],
    ['a session management message', '0201D011', undefined],
    ['a protected message', '27 00000000 00 0741', undefined],
    ['an unknown type', '07 7F', 97],
    ['an ATTACH REQUEST without its container', '0741 71 08 0910101032547698 02 E060', 96],
    ['an IMSI with a digit that is none', '0741 71 08 09101A1032547698 02 E060 0004 0201D011', 96],
    ['an IMSI of the wrong parity', '0741 71 08 0110101032547698 02 E060 0004 0201D011', 96],
    ['AUTS of 13 octets', '075C 15 30 0D 7B95846F80B80B59AE61B61571', 96],
    ['RES of 3 octets', '0753 03 8D82D1', 96],
    ['an unknown element that has to be understood', '0743 0003 5200C2 05 00', 96],
  ])('%s is no message', (_name, octets, cause) => {
    const reading = readUplink(fromHex(octets));
    expect(reading).toHaveProperty('unread');
    expect('cause' in reading ? reading.cause : undefined).toBe(cause);
  });

  it('elements that are unknown and optional are passed over, whatever their format', () => {
    const more = 'D1 6E 02 AABB 78 0003 010203 5C 0A00';
    const attach = `0741 71 08 0910101032547698 02 E060 0004 0201D011 ${more}`;
    expect(readUplink(fromHex(attach))).toMatchObject({
      read: { message: 'attachRequest', identity: { imsi: '001010123456789' } },
    });
  });

  it('tracking area lists of all three types are read', () => {
    const accept = (list: string) => {
      const octets = fromHex(list);
      const head = concat(fromHex('0742 01 49'), Uint8Array.of(octets.length), octets);
      const reading = readDownlink(concat(head, fromHex('000E 5201C1 0109 0201 61 05 01 0A010203')));
      return 'read' in reading && reading.read.message === 'attachAccept'
        ? reading.read.trackingAreas
        : reading;
    };
    expect(accept('01 00F110 0001 0007')).toEqual([
      { plmn: '001/01', tac: 1 },
      { plmn: '001/01', tac: 7 },
    ]);
    expect(accept('21 00F110 0001')).toEqual([
      { plmn: '001/01', tac: 1 },
      { plmn: '001/01', tac: 2 },
    ]);
    expect(accept('41 00F110 0001 130014 0003')).toEqual([
      { plmn: '001/01', tac: 1 },
      { plmn: '310/410', tac: 3 },
    ]);
  });

  it('a timer is written in the finest unit that holds it', () => {
    const reject = (t3346: ReturnType<typeof seconds>) =>
      toHex(writeDownlink({ message: 'attachReject', cause: 22, t3346 })).slice(-2);
    expect([reject(seconds(10)), reject(minutes(2)), reject(minutes(60))]).toEqual(['05', '22', '4A']);
  });

  it('any octets are a message of either side or are none, and nothing is thrown', () => {
    const types = fc.constantFrom(
      0x41,
      0x42,
      0x43,
      0x44,
      0x45,
      0x46,
      0x52,
      0x53,
      0x54,
      0x55,
      0x56,
      0x5c,
      0x60,
    );
    const likely = fc
      .tuple(types, fc.uint8Array({ maxLength: 80 }))
      .map(([type, rest]) => concat(Uint8Array.of(7, type), rest));
    fc.assert(
      fc.property(fc.oneof(likely, fc.uint8Array({ maxLength: 60 })), (octets) => {
        readUplink(octets);
        readDownlink(octets);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a message with one octet changed is a message or none, and is written as it was read', () => {
    const samples = uplinks.map(([, octets]) => fromHex(octets));
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(), fc.nat(255), (sample, at, octet) => {
        const changed = sample.slice();
        changed[at % changed.length] = octet;
        const reading = readUplink(changed);
        if (!('read' in reading)) return;
        expect(readUplink(writeUplink(reading.read))).toEqual(reading);
      }),
      { numRuns: 2_000 },
    );
  });
});
