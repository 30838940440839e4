import { findBrowser } from '#device-sim/mobile-plans/index';
import { proxyFromEnvironment } from '#shared/http/proxy';
import { loadSqlite } from '#shared/storage/sqlite-driver';

import type { Check } from './check.ts';
import { lineOf, note, ok, wrong } from './check.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const oldestNode = [20, 19] as const;

/** Whether this Node is new enough. */
export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode;
  const enough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  if (enough) return ok('Node', version);
  return wrong(
    'Node',
    `${version} is too old`,
    `install Node ${oldestMajor}.${oldestMinor} or newer from nodejs.org`,
  );
}

/** Whether state can be kept. */
export async function checkSqlite(load: typeof loadSqlite = loadSqlite): Promise<Check> {
  try {
    await load();
    return ok('SQLite', 'state is kept in the data folder');
  } catch (error) {
    return note(
      'SQLite',
      lineOf(error),
      'run "npm ci" without --omit=optional, or live with cards and orders that end with the process',
    );
  }
}

/** The browser in which portals are hosted. */
export function checkBrowser(environment: Environment): Check {
  const todo = 'everything but hosted portals works; a portal can load the script tag instead';
  try {
    const found = findBrowser(environment);
    if (found !== undefined) return ok('Browser', found);
    return note('Browser', 'no Chrome, Edge or Chromium was found; name one with ESIMLAB_BROWSER', todo);
  } catch (error) {
    return wrong('Browser', lineOf(error), 'correct ESIMLAB_BROWSER, or take it away');
  }
}

/** Whether windows can be opened. */
export function checkDisplay(environment: Environment, platform: NodeJS.Platform): Check {
  if (hasDisplay(environment, platform)) return ok('Display', 'portals open in a window');
  return note(
    'Display',
    'none: "esimlab start" opens no window',
    'use "esimlab portal --headless", or SSH with -X',
  );
}

/** Whether this process may open a window. */
export function hasDisplay(environment: Environment, platform: NodeJS.Platform): boolean {
  if (platform === 'win32' || platform === 'darwin') return environment['SSH_CONNECTION'] === undefined;
  return [environment['DISPLAY'], environment['WAYLAND_DISPLAY']].some(
    (name) => name !== undefined && name !== '',
  );
}

/** What calls that leave this machine go through. */
export function checkProxy(environment: Environment): Check {
  let proxy: URL | undefined;
  try {
    proxy = proxyFromEnvironment(environment)('example.com', 443);
  } catch (error) {
    return wrong('Proxy', `HTTPS_PROXY: ${lineOf(error)}`, 'set it to http://host:port, or take it away');
  }
  if (proxy === undefined) return ok('Proxy', 'none is set; foreign servers are called directly');
  return note(
    'Proxy',
    'HTTPS_PROXY is honoured for foreign servers; loopback and the names of the lab never go through it',
  );
}
