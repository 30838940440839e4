/** The functions that an SM-DP+ serves on ES9+ and ES2+, as the specification spells them (SGP.22 §5.6, §5.3). */
export const smdpFunctions = [
  'initiateAuthentication',
  'authenticateClient',
  'getBoundProfilePackage',
  'handleNotification',
  'cancelSession',
  'downloadOrder',
  'confirmOrder',
  'cancelOrder',
  'releaseProfile',
] as const;

export type SmdpFunction = (typeof smdpFunctions)[number];
