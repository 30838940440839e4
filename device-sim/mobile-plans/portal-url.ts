import { SettingsRefused } from './settings.ts';

/** Why a portal's URL is taken with a remark. */
export type PortalUrlRemark = 'portalOverHttp' | 'portalPort';

/** A URL that the app would enter. */
export interface PortalUrl {
  readonly url: URL;
  readonly remarks: readonly PortalUrlRemark[];
}

const example = 'write https://portal.example.com/';

/**
 * Reads a portal's URL: https; http on this machine only, for development; a port is remarked on.
 * @throws SettingsRefused
 */
export function readPortalUrl(text: string): PortalUrl {
  if (!URL.canParse(text))
    throw new SettingsRefused(`the portal is not a URL: "${shorten(text)}"; ${example}`);
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new SettingsRefused(`the portal is not on the web: "${shorten(text)}"; ${example}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new SettingsRefused('there is a user or a password in the URL of the portal; take it out');
  }
  const http = url.protocol === 'http:';
  if (http && !isLoopback(url.hostname)) {
    throw new SettingsRefused(
      `the app takes http from this machine only, not from ${url.hostname}; serve the portal over https`,
    );
  }
  return { url, remarks: [...(http ? (['portalOverHttp'] as const) : []), ...portRemark(url)] };
}

function portRemark({ port }: URL): readonly PortalUrlRemark[] {
  return port === '' ? [] : ['portalPort'];
}

/** Whether a host name of a URL is this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
