import type { Making } from './golden-session.ts';

const common = {
  seed: 1,
  start: '2026-11-23T09:00:00.000Z',
  curve: 'P-256',
  segmentKeys: 'session',
} as const;

/** The golden sessions by the name of their file. */
export const goldenSessions: Readonly<Record<string, { readonly title: string; readonly made: Making }>> = {
  nist: { title: 'A download under the NIST CI, session keys', made: common },
  'nist-ppk': {
    title: 'A download under the NIST CI, profile segments under keys of their own',
    made: { ...common, segmentKeys: 'ppk' },
  },
  brainpool: {
    title: 'A download under the brainpool CI, session keys',
    made: { ...common, curve: 'brainpoolP256r1' },
  },
  'brainpool-ppk': {
    title: 'A download under the brainpool CI, profile segments under keys of their own',
    made: { ...common, curve: 'brainpoolP256r1', segmentKeys: 'ppk' },
  },
  'confirmation-code': {
    title: 'A download with a Confirmation Code',
    made: { ...common, confirmationCode: '4711' },
  },
  retry: {
    title: 'A download that loses power while the profile loads, and its retry with the same one-time key',
    made: { ...common, powerCut: true },
  },
};
