import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Bytes } from '#shared/bytes/bytes';
import type { Handler, MembersOf, RequestOf, ResponseOf } from '#shared/http/contract';
import {
  base64,
  contract,
  flag,
  hexUpper,
  integer,
  listOf,
  MalformedMember,
  objectOf,
  oneOf,
  optionalMember,
  readMembers,
  text,
  writeMembers,
} from '#shared/http/contract';

const shape = {
  transactionId: hexUpper,
  pendingNotification: base64,
  iccid: optionalMember(text),
  releaseFlag: optionalMember(flag),
  notificationPointId: optionalMember(integer),
  status: optionalMember(oneOf('Available', 'Unavailable')),
  eventEntries: optionalMember(listOf(objectOf({ eventId: text, rspServerAddress: text }))),
};

const least = { transactionId: '0aFF', pendingNotification: 'vzc=' };

const CancelSession = contract({
  name: 'cancelSession',
  path: '/gsma/rsp2/es9plus/cancelSession',
  spec: 'SGP.22 §5.6.5',
  request: { transactionId: hexUpper, cancelSessionResponse: base64 },
  response: { transactionId: optionalMember(hexUpper) },
});

const HandleNotification = contract({
  name: 'handleNotification',
  path: '/gsma/rsp2/es9plus/handleNotification',
  spec: 'SGP.22 §5.6.4',
  request: { pendingNotification: base64 },
  response: null,
});

describe('members', () => {
  it('are read into octets, in either case of hex', () => {
    expect(readMembers(shape, least)).toEqual({
      transactionId: new Uint8Array([0x0a, 0xff]),
      pendingNotification: new Uint8Array([0xbf, 0x37]),
    });
  });

  it('are written with upper-case hex and padded base64, the undefined left out', () => {
    const values = { ...readMembers(shape, least), iccid: undefined, releaseFlag: false };
    expect(writeMembers(shape, values)).toEqual({ ...least, transactionId: '0AFF', releaseFlag: false });
  });

  it('white space within base64 is ignored', () => {
    const { pendingNotification } = readMembers(shape, { ...least, pendingNotification: ' v\r\nzc=\n' });
    expect(pendingNotification).toEqual(new Uint8Array([0xbf, 0x37]));
  });

  it.each([
    [{ pendingNotification: 'vzc=' }, 'transactionId', true, 'transactionId is missing (expected hex)'],
    [{ ...least, transactionId: null }, 'transactionId', true, 'transactionId is missing (expected hex)'],
    [{ ...least, transactionId: 17 }, 'transactionId', true, 'transactionId: expected text, got a number'],
    [{ ...least, transactionId: '' }, 'transactionId', false, 'transactionId: expected hex digits, got none'],
    [{ ...least, transactionId: '0g' }, 'transactionId', false, 'transactionId: not hex: "0g"'],
    [{ ...least, transactionId: '0' }, 'transactionId', false, 'transactionId: not hex: "0"'],
    [{ ...least, transactionId: '0a ff' }, 'transactionId', false, 'white space among them'],
    [
      { ...least, pendingNotification: [] },
      'pendingNotification',
      true,
      'pendingNotification: expected text, got a list',
    ],
    [
      { ...least, pendingNotification: 'vzc' },
      'pendingNotification',
      false,
      'pendingNotification: not base64: "vzc"',
    ],
    [{ ...least, iccid: {} }, 'iccid', true, 'iccid: expected text, got an object'],
    [
      { ...least, releaseFlag: 'true' },
      'releaseFlag',
      true,
      'releaseFlag: expected true or false, got a string',
    ],
    [
      { ...least, notificationPointId: '1' },
      'notificationPointId',
      true,
      'expected a whole number, got a string',
    ],
    [
      { ...least, notificationPointId: 1.5 },
      'notificationPointId',
      false,
      'expected a whole number, got 1.5',
    ],
    [
      { ...least, status: 'available' },
      'status',
      false,
      'expected one of Available, Unavailable, got "available"',
    ],
    [{ ...least, eventEntries: {} }, 'eventEntries', true, 'eventEntries: expected a list, got an object'],
    [
      { ...least, eventEntries: [{ eventId: 'A' }] },
      'eventEntries.rspServerAddress',
      true,
      'rspServerAddress is missing',
    ],
    [
      { ...least, eventEntries: ['A'] },
      'eventEntries',
      true,
      'eventEntries: expected an object, got a string',
    ],
    [[], '', true, 'expected an object, got a list'],
    [null, '', true, 'expected an object, got null'],
  ])('%j is refused: %s', (json, member, missing, message) => {
    const refused = malformed(() => readMembers(shape, json));
    expect(refused).toMatchObject({ member, missing });
    expect(refused.message).toContain(message);
  });

  it('names of the object prototype are no members', () => {
    const refused = malformed(() => readMembers({ constructor: text, toString: text }, {}));
    expect(refused.member).toBe('constructor');
  });

  it('unknown and null members are ignored and reported', () => {
    const findings: string[] = [];
    readMembers(shape, { ...least, extra: 1, iccid: null }, ({ member, message }) =>
      findings.push(`${member}|${message}`),
    );
    expect(findings).toEqual([
      'iccid|iccid is null; leave it out instead',
      'extra|extra is not a member of this object',
    ]);
  });

  it('a bug in a member is not dressed as malformed input', () => {
    const broken = {
      kind: 'broken',
      read: (): never => {
        throw new RangeError('a bug');
      },
      write: () => '',
    };
    expect(() => readMembers({ broken }, { broken: 1 })).toThrow(RangeError);
  });

  it('any JSON is read or refused as malformed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (transactionId, pendingNotification) => {
        const json = { transactionId, pendingNotification };
        const outcome = attempt(() => readMembers(shape, json));
        expect(outcome instanceof Error ? outcome instanceof MalformedMember : true).toBe(true);
      }),
    );
  });

  it('every value comes back', () => {
    const octets = fc.uint8Array({ minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        octets,
        octets,
        fc.string(),
        fc.boolean(),
        (transactionId, pendingNotification, iccid, releaseFlag) => {
          const values = { transactionId, pendingNotification, iccid, releaseFlag };
          const there: unknown = JSON.parse(JSON.stringify(writeMembers(shape, values)));
          expect(readMembers(shape, there)).toEqual(values);
        },
      ),
    );
  });
});

describe('a contract', () => {
  it('types both ends', () => {
    expectTypeOf<RequestOf<typeof CancelSession>>().toEqualTypeOf<
      MembersOf<{ transactionId: typeof hexUpper; cancelSessionResponse: typeof base64 }>
    >();
    expectTypeOf<RequestOf<typeof CancelSession>['transactionId']>().toEqualTypeOf<Bytes>();
    expectTypeOf<ResponseOf<typeof CancelSession>['transactionId']>().toEqualTypeOf<Bytes | undefined>();
    expectTypeOf<ResponseOf<typeof HandleNotification>>().toEqualTypeOf<undefined>();
    expectTypeOf<Handler<typeof HandleNotification>>().returns.toEqualTypeOf<Promise<undefined>>();
    expectTypeOf<MembersOf<typeof shape>['status']>().toEqualTypeOf<
      'Available' | 'Unavailable' | undefined
    >();
    expect(CancelSession.path).toBe('/gsma/rsp2/es9plus/cancelSession');
    expect(HandleNotification.response).toBeNull();
  });
});

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

function malformed(run: () => unknown): MalformedMember {
  const error = attempt(run);
  if (error instanceof MalformedMember) return error;
  throw new Error('was not refused as malformed', { cause: error });
}
