/** What an activation code calls an order: digits, capital letters and hyphens (SGP.22 §4.1.1). */
export type MatchingId = string & { readonly brand: 'MatchingId' };

/** The MatchingID in a text. @throws TypeError when it is empty, longer than 255 or has another character. */
export function parseMatchingId(text: string): MatchingId {
  if (!/^[0-9A-Z-]{1,255}$/.test(text)) {
    throw new TypeError(`not a MatchingID (digits, capital letters and hyphens): "${text}"`);
  }
  return text as MatchingId;
}
