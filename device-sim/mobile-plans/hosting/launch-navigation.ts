import type { CDPSession, Page } from 'playwright-core';

import type { Span } from '#shared/runtime/span';

import type { Launch } from '../launch-contract.ts';

/** The part of CDP's `Fetch.requestPaused` that matters here. */
interface PausedRequest {
  readonly requestId: string;
  readonly networkId?: string;
  readonly frameId: string;
  readonly request: { readonly url: string; readonly headers: Readonly<Record<string, string>> };
}

/** The portal did not come up. The message is one line. */
export class PortalNotShown extends Error {
  override readonly name = 'PortalNotShown';
}

/**
 * The launch navigation: the main frame's first request, and its redirects. The headers of the launch go with those of
 * them that are for a notification host, and with nothing else (mobile-plans §11).
 * @throws PortalNotShown when no document came within the span (of wall time).
 */
export async function navigateTo(
  launch: Launch,
  page: Page,
  session: CDPSession,
  within: Span,
): Promise<void> {
  const { frameTree } = await session.send('Page.getFrameTree');
  const headersOf = launchHeaders(launch);
  let chain: string | undefined;
  const resume = (paused: PausedRequest): void => {
    const { frameId, networkId, request, requestId } = paused;
    if (frameId === frameTree.frame.id) chain ??= networkId;
    const ours = networkId !== undefined && networkId === chain;
    const change = ours ? { headers: headersOf(request) } : {};
    // A request that ended meanwhile, or a page that was closed.
    session.send('Fetch.continueRequest', { requestId, ...change }).catch(() => undefined);
  };
  session.on('Fetch.requestPaused', resume);
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] });
  try {
    await page.goto(launch.url, { waitUntil: 'commit', timeout: within });
  } catch (error) {
    throw new PortalNotShown(
      `${hostOf(launch.url)}: the portal did not come up (${reasonOf(error)}); is it running there?`,
      {
        cause: error,
      },
    );
  } finally {
    await session.send('Fetch.disable').catch(() => undefined);
    session.off('Fetch.requestPaused', resume);
  }
}

/** All headers of a request of the launch navigation, those of the launch among them where its host may have them. */
function launchHeaders({ headers, notificationHosts }: Launch) {
  const ours = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  return ({ url, headers: own }: PausedRequest['request']): { name: string; value: string }[] => {
    const trusted = notificationHosts.includes(hostOf(url));
    const kept = Object.entries(own).filter(([name]) => !ours.has(name.toLowerCase()) || isLanguage(name));
    const all = trusted
      ? [...kept.filter(([name]) => !ours.has(name.toLowerCase())), ...Object.entries(headers)]
      : kept;
    return all.map(([name, value]) => ({ name, value }));
  };
}

/** The language is no secret: every host gets it. */
function isLanguage(name: string): boolean {
  return name.toLowerCase() === 'accept-language';
}

/** `location.host` of a URL; empty when it has none. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [line = ''] = message.split('\n', 1);
  return /net::(\w+)/.exec(line)?.[1] ?? line.replace(/^[\w.]+: /, '');
}
