/** What to do about a refusal of the eUICC, by the specification's word for it (SGP.22 §5.7). */
const advice: Readonly<Record<string, string>> = {
  iccidOrAidNotFound: 'esimlab device list shows the profiles on the card',
  iccidNotFound: 'esimlab device list shows the profiles on the card',
  profileNotInDisabledState: 'disable it first: esimlab device disable ICCID',
  profileNotInEnabledState: 'it is not enabled',
  disallowedByPolicy:
    'a profile policy rule of the profile forbids it; esimlab device reset takes everything off',
  wrongProfileReenabling: 'disable the test profile first',
  catBusy: 'try again',
  nothingToDelete: 'there was nothing on the card',
};

/** The message with what to do at its end, where that is known. */
export function withAdvice(message: string, reason: string): string {
  const what = advice[reason];
  return what === undefined ? message : `${message}; ${what}`;
}
