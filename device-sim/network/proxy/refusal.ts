import { toUtf8 } from '#shared/bytes/bytes';

/** An answer that ends the connection: a status line, and one line of text that says why. */
export function refusal(status: string, why: string): string {
  const head = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n`;
  return `${head}Content-Length: ${toUtf8(why).length + 1}\r\n\r\n${why}\n`;
}
