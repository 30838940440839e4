import { describe, expect, it } from 'vitest';

import { findBrowser, NoBrowser } from '#device-sim/mobile-plans/hosting/index';

function machine(
  platform: string,
  environment: Readonly<Record<string, string>>,
  ...programs: readonly string[]
) {
  return findBrowser(environment, { platform, environment, runs: (path) => programs.includes(path) });
}

describe('the browser of a machine', () => {
  it('is the one that ESIMLAB_BROWSER names', () => {
    const named = { ESIMLAB_BROWSER: '/opt/mine', PATH: '/usr/bin' };
    expect(machine('linux', named, '/usr/bin/chromium', '/opt/mine')).toBe('/opt/mine');
  });

  it('is refused in one line when ESIMLAB_BROWSER names no program', () => {
    const wrong = () =>
      machine('linux', { ESIMLAB_BROWSER: '/opt/none', PATH: '/usr/bin' }, '/usr/bin/chromium');
    expect(wrong).toThrow(NoBrowser);
    expect(wrong).toThrow(
      'ESIMLAB_BROWSER is "/opt/none", which is no program; give the path of a Chrome, Edge or Chromium',
    );
  });

  it('is on the PATH or in the usual folders of Linux: Chrome before Edge before Chromium', () => {
    const places = [
      '/home/me/bin/chromium',
      '/opt/microsoft/msedge/microsoft-edge',
      '/opt/google/chrome/google-chrome',
    ];
    const environment = { PATH: '/home/me/bin:/usr/bin' };
    const found = places.map((_place, count) => machine('linux', environment, ...places.slice(0, count + 1)));
    expect(found).toEqual(places);
  });

  it('is an application of macOS, of the machine or of the user', () => {
    const edge = '/Users/me/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge';
    const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(machine('darwin', { HOME: '/Users/me' }, edge)).toBe(edge);
    expect(machine('darwin', { HOME: '/Users/me' }, edge, chrome)).toBe(chrome);
  });

  it('is a program of Windows, of the machine or of the user', () => {
    const environment = {
      ProgramFiles: 'C:\\Program Files',
      'ProgramFiles(x86)': 'C:\\Program Files (x86)',
      LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local',
    };
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    const chrome = 'C:\\Users\\me\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe';
    expect(machine('win32', environment, edge)).toBe(edge);
    expect(machine('win32', environment, edge, chrome)).toBe(chrome);
  });

  it('may be missing', () => {
    for (const platform of ['linux', 'darwin', 'win32']) expect(machine(platform, {})).toBeUndefined();
  });
});
