import { enumerations } from '#device-sim/mobile-plans/index';

import { namesOf } from './words.ts';

/** Every activationResult that a portal may be told. */
export const activationErrors = namesOf(enumerations.MobilePlansActivationError);

/** Every networkRegistrationState that a portal may be told. */
export const registrationStates = namesOf(enumerations.MobilePlansNetworkRegistrationState);
