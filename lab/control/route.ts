import { z } from 'zod';

import { Refused } from './refused.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The `:named` parts of a path. */
export type PathParts = Readonly<Record<string, string>>;

/** A function of the control API. */
export interface Route {
  readonly method: Method;
  /** `/api/devices/:name`. */
  readonly path: string;
  /** @param body what the request's JSON says; undefined when it has none */
  readonly handle: (path: PathParts, body: unknown) => Promise<unknown>;
}

/** A function that takes no members. */
export function route(method: Method, path: string, handle: (path: PathParts) => Promise<unknown>): Route {
  return routeWith(method, path, z.strictObject({}), handle);
}

/** A function whose request a schema reads. */
export function routeWith<Schema extends z.ZodType>(
  method: Method,
  path: string,
  schema: Schema,
  handle: (path: PathParts, request: z.output<Schema>) => Promise<unknown>,
): Route {
  return { method, path, handle: (parts, body) => handle(parts, understood(schema, body ?? {})) };
}

/** A value as its schema reads it. @throws Refused 400 naming every member that is wrong */
export function understood<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const problems = read.error.issues.slice(0, 5).map(({ path, message }) => {
    const where = path.map(String).join('.');
    return where === '' ? message : `${where}: ${message}`;
  });
  throw new Refused(400, `the request is not understood: ${problems.join('; ')}`);
}
