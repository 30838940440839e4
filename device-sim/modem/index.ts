/** The modem: it boots the card by APDUs, answers its proactive commands, and registers in the network. */
export type { CardContacts } from './card/card-line.ts';
export { openModem } from './modem.ts';
export type { Modem, ModemOptions } from './modem.ts';
export type { NetworkSelection, Registration, RegistrationCause, RegistrationState } from './registration.ts';
import './events.ts';
