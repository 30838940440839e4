import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The machine a browser is looked for on. */
export interface Machine {
  readonly platform: string;
  readonly environment: Environment;
  /** Whether a path is a file that can be run. */
  readonly runs: (path: string) => boolean;
}

/** There is no browser to host a page in, or it cannot show one here. The message is one line and says what to do. */
export class NoBrowser extends Error {
  override readonly name = 'NoBrowser';
}

/** The environment variable that names the browser. */
const variable = 'ESIMLAB_BROWSER';

/**
 * The browser that pages are hosted in: the one ESIMLAB_BROWSER names, else the first Chrome, Edge or Chromium in the
 * places where they are usually installed; undefined when there is none.
 * @throws NoBrowser when ESIMLAB_BROWSER names a file that cannot be run.
 */
export function findBrowser(
  environment: Environment = process.env,
  machine: Machine = { platform: process.platform, environment, runs },
): string | undefined {
  const named = environment[variable] ?? '';
  if (named !== '') return expectRuns(named, machine, variable);
  return usualPlaces(machine).find((path) => machine.runs(path));
}

/**
 * The browser to start: `path` if given, else what `findBrowser` finds.
 * @throws NoBrowser
 */
export function expectBrowser(path: string | undefined, environment: Environment = process.env): string {
  const machine = { platform: process.platform, environment, runs };
  const found =
    path === undefined ? findBrowser(environment, machine) : expectRuns(path, machine, 'the browser');
  if (found !== undefined) return found;
  throw new NoBrowser(
    `no Chrome, Edge or Chromium in the usual places of this machine; install one, or name its program with ${variable}`,
  );
}

function expectRuns(path: string, { runs }: Machine, who: string): string {
  if (runs(path)) return path;
  throw new NoBrowser(
    `${who} is "${path}", which is no program; give the path of a Chrome, Edge or Chromium`,
  );
}

function usualPlaces({ platform, environment }: Machine): readonly string[] {
  if (platform === 'win32') return windowsPlaces(environment);
  if (platform === 'darwin') return macPlaces(environment);
  return pathPlaces(environment, [
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge-stable',
    'microsoft-edge',
    'chromium',
    'chromium-browser',
  ]);
}

function windowsPlaces(environment: Environment): readonly string[] {
  const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData']
    .map((name) => environment[name] ?? environment[name.toUpperCase()] ?? '')
    .filter(Boolean);
  return [
    ['Google', 'Chrome', 'Application', 'chrome.exe'],
    ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
    ['Chromium', 'Application', 'chrome.exe'],
  ].flatMap((below) => roots.map((root) => win32.join(root, ...below)));
}

function macPlaces(environment: Environment): readonly string[] {
  const home = environment['HOME'] ?? '';
  return ['Google Chrome', 'Microsoft Edge', 'Chromium'].flatMap((name) =>
    ['/Applications', ...(home === '' ? [] : [`${home}/Applications`])].map(
      (folder) => `${folder}/${name}.app/Contents/MacOS/${name}`,
    ),
  );
}

function pathPlaces(environment: Environment, names: readonly string[]): readonly string[] {
  const folders = (environment['PATH'] ?? '').split(posix.delimiter).filter(Boolean);
  const usual = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome', '/opt/microsoft/msedge'];
  return names.flatMap((name) => [...folders, ...usual].map((folder) => posix.join(folder, name)));
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
