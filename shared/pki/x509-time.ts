import type { Schema } from '#shared/asn1/index';
import { choice, contentOf, DecodeError, ia5 } from '#shared/asn1/index';
import { tagged } from '#shared/asn1/schema';
import { fromUtf8 } from '#shared/bytes/bytes';
import type { Instant } from '#shared/runtime/span';
import { instant, toIso } from '#shared/runtime/span';

/** UTCTime and GeneralizedTime in the one form that RFC 5280 §4.1.2.5 leaves: to the second, in UTC. */
const timeType = (tag: number, name: string, shape: RegExp, digitsOfYear: 2 | 4) =>
  tagged<Instant>(tag, {
    name,
    writeContent: (value, out) => {
      ia5.writeContent(`${compact(value).slice(4 - digitsOfYear)}Z`, out);
    },
    readContent: (tlv) => {
      const text = shape.exec(latin(contentOf(tlv)))?.[0];
      const value = text === undefined ? undefined : parse(digitsOfYear === 2 ? withCentury(text) : text);
      if (value === undefined) throw new DecodeError(`not a ${name} of RFC 5280`, tlv.contentStart);
      return value;
    },
    toJson: toIso,
    fromJson: (json) => {
      if (typeof json !== 'string') throw new TypeError('a time is an ISO 8601 text');
      return instant(json);
    },
  });

const TimeChoice = choice('Time', {
  utcTime: timeType(0x17, 'UTCTime', /^\d{12}Z$/, 2),
  generalizedTime: timeType(0x18, 'GeneralizedTime', /^\d{14}Z$/, 4),
});

/** Time of RFC 5280 §4.1.2.5: UTCTime from 1950 through 2049, GeneralizedTime outside. Milliseconds are cut off. */
export const Time: Schema<Instant> = {
  name: 'Time',
  tags: TimeChoice.tags,
  write: (value, out) => {
    const year = new Date(value).getUTCFullYear();
    TimeChoice.write(year >= 1950 && year < 2050 ? { utcTime: value } : { generalizedTime: value }, out);
  },
  read: (tlv, reading) => {
    const { utcTime, generalizedTime } = TimeChoice.read(tlv, reading);
    return utcTime ?? generalizedTime;
  },
  toJson: toIso,
  fromJson: (json) => {
    if (typeof json !== 'string') throw new TypeError('a time is an ISO 8601 text');
    return instant(json);
  },
};

function latin(content: Uint8Array): string {
  return content.every((octet) => octet < 0x80) ? fromUtf8(content) : '';
}

/** Two digits below 50 are of this century (RFC 5280 §4.1.2.5.1). */
function withCentury(text: string): string {
  return (Number(text.slice(0, 2)) < 50 ? '20' : '19') + text;
}

/** Undefined for a day or an hour that no calendar has. */
function parse(text: string): Instant | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`);
  if (Number.isNaN(time)) return undefined;
  const value = instant(time);
  return `${compact(value)}Z` === text ? value : undefined;
}

/** `20260131093000`. */
function compact(at: Instant): string {
  return toIso(at)
    .replace(/\.\d+Z$/, '')
    .replace(/\D/g, '');
}
