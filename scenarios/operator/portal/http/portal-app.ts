import express from 'express';
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express';
import { TransportRefusal, ClientGone } from '#shared/http/route';
import type { Trace } from '#shared/runtime/trace';
import type { Assets } from '../assets/assets.ts';
import type { Pages } from '../pages/pages.ts';
import { Problem } from '../problem.ts';
import { secured } from './headers.ts';

type Methods = Readonly<Partial<Record<'get' | 'post', RequestHandler>>>;

interface AppParts {
  readonly assets: Assets;
  readonly pages: Pages;
  readonly trace: Trace;
  readonly scriptTag: () => string | undefined;
  /** Each path with what answers its methods; any other method is 405. */
  readonly paths: Readonly<Record<string, Methods>>;
}

/** The portal as an express app. Whatever is asked, the answer is a page or a line of JSON, and never a stack trace. */
export function portalApp({ assets, pages, trace, scriptTag, paths }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.enable('case sensitive routing');
  app.use(secured(scriptTag));
  serve(app, { ...paths, '/assets/:name': { get: assetHandler(assets) } });
  app.use(() => {
    throw new Problem(404, 'There is no such page', 'Please open the plan again from Mobile Plans.');
  });
  const failed: ErrorRequestHandler = (error: unknown, request, response, next) => {
    if (error instanceof ClientGone) return;
    const problem = problemOf(error);
    if (problem.status === 500)
      trace.emit('fault', { where: `portal: ${request.method} ${request.path}`, error });
    if (response.headersSent) next(error);
    else answerProblem(pages, request, response, problem);
  };
  app.use(failed);
  return app;
}

function serve(app: Express, paths: Readonly<Record<string, Methods>>): void {
  for (const [path, methods] of Object.entries(paths)) {
    const route = app.route(path);
    if (methods.get) route.get(methods.get);
    if (methods.post) route.post(methods.post);
    const allow = Object.keys(methods).map((method) => (method === 'get' ? 'GET, HEAD' : 'POST'));
    route.all(() => {
      const headers = { Allow: allow.join(', ') };
      throw new Problem(405, 'That does not work here', 'Please use the buttons of this portal.', {
        headers,
      });
    });
  }
}

function assetHandler(assets: Assets): RequestHandler {
  return (request, response) => {
    const asset = assets.find(String(request.params['name']));
    if (asset === undefined) throw new Problem(404, 'There is no such page', 'This file has been replaced.');
    response.set('Cache-Control', 'public, max-age=31536000, immutable');
    response.type(asset.type).send(asset.content);
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TransportRefusal)
    return new Problem(error.status, 'That was too much', `Sorry: ${error.message}.`, {
      headers: error.headers,
    });
  // A path that express cannot decode.
  if (error instanceof URIError)
    return new Problem(400, 'This link is not complete', 'Please open the plan again.');
  return new Problem(500, 'Something went wrong on our side', 'Nothing was charged. Please try again.');
}

function answerProblem(pages: Pages, request: Request, response: Response, problem: Problem): void {
  response.status(problem.status).set(problem.headers);
  if (/\/(?:report|status)$/.test(request.path)) response.json({ error: problem.message });
  else response.type('html').send(pages.problem(problem));
}
