import type { RequestHandler } from 'express';

/** What every answer carries: nothing is kept, embedded, guessed or loaded from elsewhere. */
export function secured(scriptTag: () => string | undefined): RequestHandler {
  return (_request, response, next) => {
    response.set({
      'Content-Security-Policy': policy(scriptTag()),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    });
    next();
  };
}

/** The bridge script may come from its own origin and talk to that, and nothing else may. */
function policy(scriptTag: string | undefined): string {
  const { script, connect } = originsOf(scriptTag);
  return [
    "default-src 'none'",
    `script-src 'self'${script}`,
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self'${connect}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function originsOf(scriptTag: string | undefined): { readonly script: string; readonly connect: string } {
  if (scriptTag === undefined) return { script: '', connect: '' };
  const { origin, protocol, host } = new URL(scriptTag);
  return { script: ` ${origin}`, connect: ` ${origin} ${protocol === 'http:' ? 'ws' : 'wss'}://${host}` };
}
