import type { Bytes } from '#shared/bytes/bytes';

/** A card in a reader. */
export interface ReaderCard {
  /** The answer to one command APDU, status word included. */
  transmit(command: Bytes): Promise<Bytes>;
  /** Takes the power away and gives it again; missing where somebody else works with the card, too. */
  reset?(): Promise<unknown>;
}
