/** The unprotected profile package: typed values, a file tree, facts, a builder and a lint (TCA SAIP). */
export { buildElements, buildProfile } from './build/build-profile.ts';
export type { AlgorithmName, ProfileValues } from './build/profile-values.ts';
export { profileFacts, profileKeys } from './facts.ts';
export type { ProfileFacts, ProfileKeys } from './facts.ts';
export { elementHeader, elementName } from './profile-elements.ts';
export type { ElementName, ProfileElement } from './profile-elements.ts';
export { encodeProfile, parseProfile, profileFromJson, profileToJson } from './profile-package.ts';
export type { ElementFinding } from './profile-package.ts';
