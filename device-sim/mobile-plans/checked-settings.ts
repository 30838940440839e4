import type { Span } from '#shared/runtime/span';
import { hours } from '#shared/runtime/span';

import type { CheckedRetry } from './operations/download-retry.ts';
import { checkRetry } from './operations/download-retry.ts';
import { isLoopback, readPortalUrl } from './portal-url.ts';
import type { PortalUrl } from './portal-url.ts';
import type { MobilePlansSettings } from './settings.ts';
import { SettingsRefused } from './settings.ts';

/** Settings that can be used, with what is left out filled in. */
export interface CheckedSettings {
  readonly portal: PortalUrl;
  readonly notificationHosts: readonly string[];
  readonly market: string;
  readonly location: string;
  readonly acceptLanguage: string;
  /** The first language of `acceptLanguage`. */
  readonly locale: string;
  /** Whether an ICCID is the operator's. */
  readonly inRanges: (iccid: string) => boolean;
  readonly retry: CheckedRetry;
  readonly registersFor: Span;
}

/** @throws SettingsRefused */
export function checkSettings(settings: MobilePlansSettings): CheckedSettings {
  const portal = readPortalUrl(settings.portalUrl);
  const market = readCountry('market', settings.market ?? 'US');
  const acceptLanguage = settings.acceptLanguage ?? 'en-US';
  const registersFor = settings.registersFor ?? hours(24);
  if (!(registersFor >= 0))
    throw new SettingsRefused('the app cannot look for a network for less than no time');
  return {
    portal,
    notificationHosts: (settings.notificationHosts ?? [portal.url.host]).map((host) =>
      readHost(host, portal.url.protocol),
    ),
    market,
    location: readCountry('location', settings.location ?? market),
    acceptLanguage,
    locale: readLocale(acceptLanguage),
    inRanges: readRanges(settings.iccidRanges ?? []),
    retry: checkRetry(settings.retry),
    registersFor,
  };
}

function readCountry(what: string, text: string): string {
  if (!/^[A-Za-z]{2}$/.test(text)) {
    throw new SettingsRefused(`the ${what} "${text}" is no ISO country of two letters; write US`);
  }
  return text.toUpperCase();
}

/** A host as `location.host` of a page says it. */
function readHost(text: string, protocol: string): string {
  const origin = `${protocol}//${text}`;
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined || url.origin !== url.href.replace(/\/$/, '') || url.host === '') {
    throw new SettingsRefused(`"${text}" is no host of notifications; write portal.example.com`);
  }
  if (protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new SettingsRefused(`the app takes http from this machine only, not from ${url.hostname}`);
  }
  return url.host;
}

function readLocale(acceptLanguage: string): string {
  const [first = ''] = acceptLanguage.split(',', 1);
  const locale = first.replace(/;.*$/, '').trim();
  const wellFormed = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/.test(locale);
  if (!wellFormed || !/^[A-Za-z0-9,;=.* -]*$/.test(acceptLanguage)) {
    throw new SettingsRefused('the Accept-Language cannot be sent; write en-US, or de-DE,de;q=0.8');
  }
  return locale;
}

function readRanges(texts: readonly string[]): (iccid: string) => boolean {
  const ranges = texts.map((text) => {
    const match = /^(\d{2,20})(?:-(\d{2,20}))?$/.exec(text);
    const [, from = '', to = from] = match ?? [];
    if (match === null || from.length !== to.length || from > to) {
      throw new SettingsRefused(`"${text}" is no range of ICCIDs; write 890109 or 8901091000-8901091999`);
    }
    return { from, to };
  });
  return (iccid) =>
    ranges.some(({ from, to }) => {
      const beginning = iccid.slice(0, from.length);
      return from <= beginning && beginning <= to;
    });
}
