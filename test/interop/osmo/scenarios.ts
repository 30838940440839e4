/** One thing our LPA does. A Profile is named by its place in the card's list. */
export type OsmoStep =
  | {
      readonly do: 'download';
      /** Name of a file of unprotected profile packages at osmo-smdpp. */
      readonly matchingId: string;
      /** In place of osmo-smdpp's own address. */
      readonly address?: string;
      readonly enable?: boolean;
      readonly consent?: 'reject' | 'later' | 'timeout';
    }
  | { readonly do: 'enable' | 'disable' | 'delete'; readonly profile: number }
  | { readonly do: 'deliver' };

/** What a run with osmo-smdpp is made of. */
export interface OsmoMade {
  readonly seed: number;
  /** Where our clock stands still, ISO 8601. */
  readonly start: string;
  /** CI of the card. */
  readonly ci: 'nist' | 'brp';
  /** CI of osmo-smdpp: `brp` is its `-b`, with certificates of ours, because nobody has the key of its brainpool CI. */
  readonly serverCi: 'nist' | 'brp';
  /** Plain HTTP (`-s`), TLS with a certificate of ours, or TLS with the expired one that it comes with. */
  readonly transport: 'http' | 'tls' | 'expired-tls';
  readonly steps: readonly OsmoStep[];
}

/** A constant of osmo-smdpp. */
export const osmoAddress = 'testsmdpplus1.example.com';

/** A profile built by esimlab, and those of TS.48 that come with osmo-smdpp. */
export const builtProfile = 'ESIMLAB-BUILT';
const ts48v5 = 'TS48V5-SAIP2-3-NOBERTLV-UNIQUE';
const ts48v4 = 'TS48V4-SAIP2-3-BERTLV-UNIQUE';

const common = {
  seed: 1,
  start: '2026-11-23T09:00:00.000Z',
  ci: 'nist',
  serverCi: 'nist',
  transport: 'http',
} as const;
const brainpool = { ...common, ci: 'brp', serverCi: 'brp' } as const;
const built = { do: 'download', matchingId: builtProfile } as const;

/** The scenarios with osmo-smdpp by the name of their recording. */
export const osmoScenarios: Readonly<Record<string, { readonly title: string; readonly made: OsmoMade }>> = {
  'nist-ts48': {
    title: 'TS.48 version 5 under the NIST CI over plain HTTP',
    made: { ...common, steps: [{ do: 'download', matchingId: ts48v5 }] },
  },
  'brainpool-ts48': {
    title: 'TS.48 version 4 under a brainpool CI over plain HTTP',
    made: { ...brainpool, steps: [{ do: 'download', matchingId: ts48v4 }] },
  },
  'nist-tls': {
    title: 'a profile of our own over TLS',
    made: { ...common, transport: 'tls', steps: [built] },
  },
  'brainpool-tls': {
    title: 'a profile of our own under a brainpool CI over TLS',
    made: { ...brainpool, transport: 'tls', steps: [built] },
  },
  'expired-tls': {
    title: 'the certificate that osmo-smdpp comes with has expired: nothing is sent',
    made: { ...common, transport: 'expired-tls', steps: [built] },
  },
  'unknown-matching-id': {
    title: 'a matchingId that osmo-smdpp does not know, and none: it does not look for the EID',
    made: {
      ...common,
      steps: [
        { do: 'download', matchingId: 'NO-SUCH-PROFILE' },
        { do: 'download', matchingId: '' },
      ],
    },
  },
  'address-in-capitals': {
    title: 'osmo-smdpp compares its address with case and refuses it in capitals',
    made: { ...common, steps: [{ ...built, address: osmoAddress.toUpperCase() }] },
  },
  'no-common-ci': {
    title: 'a card of another CI',
    made: { ...common, ci: 'brp', steps: [built] },
  },
  'second-download': {
    title: 'the same profile a second time, and another one',
    made: { ...common, steps: [built, built, { do: 'download', matchingId: ts48v5, enable: false }] },
  },
  declined: {
    title: 'the person declines, puts it off, does not answer: osmo-smdpp refuses each CancelSession',
    made: {
      ...common,
      steps: [
        { ...built, consent: 'reject' },
        { ...built, consent: 'later' },
        { ...built, consent: 'timeout' },
        built,
      ],
    },
  },
  'profile-life': {
    title: 'enable, disable and delete, each told to osmo-smdpp',
    made: {
      ...common,
      steps: [
        { ...built, enable: false },
        { do: 'enable', profile: 0 },
        { do: 'disable', profile: 0 },
        { do: 'delete', profile: 0 },
        { do: 'deliver' },
      ],
    },
  },
};
