import express from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { es9plusFunctions } from '#shared/rsp/es9plus';
import { didYouMean } from '#shared/runtime/did-you-mean';

/** Answers what is no function of ES9+: a line that says what this is, and for other paths what was meant. */
export function everythingElse(): (request: IncomingMessage, response: ServerResponse) => void {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/', (_request, response) => {
    response
      .type('text/plain')
      .send('esimlab SM-DP+: ES9+ of SGP.22 v2 for test devices, with test keys only\n');
  });
  app.use((request, response) => {
    response
      .status(404)
      .type('text/plain')
      .send(`${notFound(request.path)}\n`);
  });
  return (request, response) => {
    // A body that nobody reads would stand in the way of the connection's next request.
    request.resume();
    app(request, response);
  };
}

function notFound(path: string): string {
  const shown = path.length > 100 ? `${path.slice(0, 100)}…` : path;
  const meant = didYouMean(
    path,
    es9plusFunctions.map((each) => each.path),
  );
  const hint =
    meant === undefined
      ? `Known: ${es9plusFunctions.map(({ name }) => name).join(', ')}`
      : `Did you mean ${meant}?`;
  return `"${shown}" is not a function of ES9+ that is known here. ${hint}`;
}
