import type { Decoded } from '#shared/asn1/index';
import { boolean, context, decode, encode, integer, octets, sequence } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { PinConfiguration, PukConfiguration } from '#shared/saip/pins-element';

const usualPinAttempts = 0x33;
const usualPukAttempts = 0xaa;
const usualAttributes = 0x07;

const KeptPin = sequence('KeptPin', {
  value: context(0, octets({ exactly: 8 })),
  left: context(1, integer),
  enabled: context(2, boolean),
});

/** A PIN as it is now. */
export type PinState = Decoded<typeof KeptPin>;

export const encodePin = (state: PinState): Bytes => encode(KeptPin, state);
export const decodePin = (document: Bytes): PinState => decode(KeptPin, document);

/** The state in which a profile's PIN begins. Bit 1 of the attributes: enabled. */
export function firstPinState(pin: PinConfiguration): PinState {
  const { left } = attemptsOf(pin['maxNumOfAttemps-retryNumLeft'] ?? usualPinAttempts);
  return { value: pin.pinValue, left, enabled: (attributesOf(pin) & 0x01) !== 0 };
}

/** How often a PIN may be presented wrongly in a row. */
export const pinAttempts = (pin: PinConfiguration): number =>
  attemptsOf(pin['maxNumOfAttemps-retryNumLeft'] ?? usualPinAttempts).most;

export const mayBeChanged = (pin: PinConfiguration): boolean => (attributesOf(pin) & 0x02) !== 0;
export const mayBeDisabled = (pin: PinConfiguration): boolean => (attributesOf(pin) & 0x04) !== 0;

/** Attempts at a PUK: all of them, and those left at first. */
export const pukAttempts = (puk: PukConfiguration): { readonly most: number; readonly left: number } =>
  attemptsOf(puk['maxNumOfAttemps-retryNumLeft'] ?? usualPukAttempts);

const attributesOf = ({ pinAttributes = usualAttributes }: PinConfiguration): number => pinAttributes;
const attemptsOf = (octet: number) => ({ most: octet >> 4, left: octet & 0x0f });
