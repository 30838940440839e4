import type { PinConfiguration } from '../pins-element.ts';
import { pinFromBytes } from '../subscriber-encodings.ts';
import type { Placed, ProfileFinding } from './finding.ts';
import { about } from './finding.ts';

const isLocal = (reference: number): boolean => reference >= 129 && reference <= 136;
const isKnown = (reference: number): boolean =>
  (reference >= 1 && reference <= 8) ||
  (reference >= 10 && reference <= 14) ||
  isLocal(reference) ||
  (reference >= 138 && reference <= 142);

/** Rules about PINs and PUKs: references of the enumeration, digits, a PUK before the PIN that it unblocks. */
export function pinFindings(placed: readonly Placed[]): readonly ProfileFinding[] {
  const puks = new Set<number>();
  return placed.flatMap((place) => {
    for (const puk of place.element.pukCodes?.pukCodes ?? []) puks.add(puk.keyReference);
    const pins = place.element.pinCodes?.pinCodes.pinconfig ?? [];
    return [...pins.flatMap((pin) => pinRules(place, pin, puks)), ...repeated(place, pins)];
  });
}

function pinRules(place: Placed, pin: PinConfiguration, puks: ReadonlySet<number>): ProfileFinding[] {
  const { keyReference, unblockingPINReference: puk, pinValue } = pin;
  return [
    ...(isKnown(keyReference)
      ? []
      : [about(place, 'pin-reference', `the definitions have no key reference ${keyReference}`)]),
    ...(pinFromBytes(pinValue) === undefined
      ? [about(place, 'pin-value', `PIN ${keyReference} is not 4 to 8 digits padded with FF`)]
      : []),
    ...(puk === undefined || puks.has(puk)
      ? []
      : [
          about(
            place,
            'puk-first',
            `PIN ${keyReference} is unblocked by PUK ${puk}, which no earlier element has`,
          ),
        ]),
  ];
}

function repeated(place: Placed, pins: readonly PinConfiguration[]): ProfileFinding[] {
  const references = pins.map((pin) => pin.keyReference);
  return references
    .filter((reference, at) => references.indexOf(reference) < at)
    .map((reference) => about(place, 'pin-unique', `PIN ${reference} is given twice`));
}
