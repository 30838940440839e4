/** What a download goes through, in order (SGP.22 §3.0.1, §3.1.3); the names are part of the outward contract. */
export const stages = [
  'activationCode',
  'initiateAuthentication',
  'authenticateServer',
  'authenticateClient',
  'consent',
  'confirmationCode',
  'prepareDownload',
  'getBoundProfilePackage',
  'loadBoundProfilePackage',
  'enable',
  'handleNotification',
] as const;
export type Stage = (typeof stages)[number];
