/** The check digit that ISO/IEC 7812-1 puts after these digits. */
export function luhnDigit(digits: string): string {
  let sum = 0;
  let doubled = digits.length % 2 === 1;
  for (const digit of digits) {
    const value = Number(digit) * (doubled ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
    doubled = !doubled;
  }
  return String((10 - (sum % 10)) % 10);
}
