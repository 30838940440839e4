import type { CardContacts } from '#device-sim/modem/index';

/** The contacts that a modem has to whatever card is in: the eUICC of the device, or a SIM of plastic in its place. */
export class CardSlot implements CardContacts {
  #card: CardContacts;

  constructor(card: CardContacts) {
    this.#card = card;
  }

  insert(card: CardContacts): void {
    this.#card = card;
  }

  transmit(...command: Parameters<CardContacts['transmit']>): ReturnType<CardContacts['transmit']> {
    return this.#card.transmit(...command);
  }

  reset(): ReturnType<CardContacts['reset']> {
    return this.#card.reset();
  }
}
