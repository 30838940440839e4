import fc from 'fast-check';

import { goodCode } from './bench.ts';

/** A call as the script makes it. */
export const call = {
  kind: 'call',
  document: 'a1',
  number: 1,
  object: 'MobilePlansInlineOperations',
  name: 'notifyProfileDownload',
  made: true,
  spellings: ['lineType'],
  arguments: [
    {
      members: [
        ['moDirectStatus', 'Complete'],
        ['planName', '2 GB'],
        ['line', { odd: 'undefined' }],
      ],
    },
    goodCode,
    { odd: 'undefined', says: '' },
  ],
};
/** A callback that is named, as the script tells it. */
export const script = {
  kind: 'script',
  document: 'a1',
  object: 'MobilePlansInlineOperations',
  property: 'registrationChangedScript',
  value: 'registered',
};
/** Messages of the script; calls are numbered anew, so that they are not taken for repeated ones. */
const real = fc
  .integer({ min: 1, max: 1_000_000_000 })
  .chain((number) =>
    fc.constantFrom<object>(
      { ...call, number },
      { ...call, number, arguments: ['{"moDirectStatus":"complete"}', 'LPA:1$smdp.test$A$$1', 5] },
      { ...call, number, object: 'MobilePlans', name: 'notifyBalanceAddition' },
      { ...call, number, object: 'DataMart', name: 'notifyPurchaseResult', arguments: ['{"ver":"1"}'] },
      script,
      { ...script, value: { odd: 'function' } },
      { kind: 'looked', name: 'MobilePlans' },
      { kind: 'noticed', name: 'callbackNotParsed', detail: 'iccid' },
      { kind: 'thrown', says: 'Error: no' },
    ),
  );

/** The text of a real message with some of it cut out, put in or doubled. */
const mutated = fc
  .tuple(
    real.map((each) => JSON.stringify(each)),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat(6),
        fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('{', '"', ',', '[', '1e999', 'null', '\\')),
      ),
    ),
  )
  .map(([text, cuts]) =>
    cuts.reduce((left, [at, length, put]) => {
      const place = at % (left.length + 1);
      return left.slice(0, place) + put + left.slice(place + length);
    }, text),
  );

/** A real message with another value in the place of one of its members. */
const swapped = fc
  .tuple(real, fc.nat(), fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant(undefined)))
  .map(([message, at, value]) => {
    const names = Object.keys(message);
    return JSON.stringify({ ...message, [names[at % names.length] ?? '']: value });
  });

/** Arguments as the script describes them, of whatever kind. */
const { described } = fc.letrec<{ described: unknown }>((tie) => ({
  described: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(goodCode, 'LPA:1$smdp.test$A', '{"planName":1}', 0, -1, 90_000, null, true),
    fc.string(),
    fc.record({ odd: fc.constantFrom('cycle', 'undefined', 'function', 'bigint'), says: fc.string() }),
    fc.record({ array: fc.array(tie('described'), { maxLength: 3 }) }),
    fc.record({
      members: fc.array(
        fc.tuple(
          fc.oneof(
            fc.constantFrom('planName', 'moDirectStatus', 'lineType', '__proto__', 'LINE'),
            fc.string(),
          ),
          tie('described'),
        ),
        { maxLength: 4 },
      ),
    }),
  ),
}));
const wellFormed = fc
  .tuple(real, fc.array(described, { maxLength: 4 }), described)
  .map(([message, values, value]) => JSON.stringify({ ...message, arguments: values, value }));

/** Anything that may come over the bridge: real messages, broken ones, and what is none. */
export const anyMessage = fc.oneof(
  wellFormed,
  wellFormed,
  mutated,
  swapped,
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.anything(),
);
