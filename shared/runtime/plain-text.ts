/** What others say, for a line on a terminal: no line ends, nothing that steers one, and not without end. */
export function plainText(text: string, most = 300): string {
  const plain = text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ');
  return plain.length > most ? `${plain.slice(0, most)}…` : plain;
}
