import { openServer } from '#shared/http/server';
import { assetsOf } from './assets/assets.ts';
import { Counter } from './counter.ts';
import { portalApp } from './http/portal-app.ts';
import { PortalPaths } from './http/portal-paths.ts';
import { Pages } from './pages/pages.ts';
import { planAmong, portalPlans } from './plan.ts';
import type { Portal, PortalOptions } from './portal-options.ts';
import { PurchaseBook } from './purchase-book.ts';

/** Forms and reports are short. */
const bodyOctets = 16 * 1024;

/**
 * The operator's web portal, listening (mobile-plans.md §2, §3).
 * @throws PortNotFree; TypeError when there is no plan, or `scriptTag` is no URL
 */
export async function openPortal(options: PortalOptions): Promise<Portal> {
  const { clock, trace, desk, operatorName, listen, tls, plans = portalPlans() } = options;
  const scriptTag = scriptTagOf(options);
  scriptTag();
  const book = new PurchaseBook(options);
  const planOf = planAmong(plans);
  const counter = new Counter({ book, desk, clock, trace, planOf });
  const assets = assetsOf();
  const pages = new Pages({ operatorName, plans, planOf, scriptTag, link: assets.link });
  const parts = { book, counter, desk, pages, clock, trace, planOf, operatorName };
  const limit = listen.limits?.bodyOctets ?? bodyOctets;
  const paths = new PortalPaths({ ...parts, bodyOctets: limit }).all();
  const app = portalApp({ assets, pages, trace, scriptTag, paths });
  const server = await openServer({
    name: 'portal',
    ...listen,
    tls,
    routes: new Map(),
    fallback: (request, response) => {
      app(request, response);
    },
    clock,
    trace,
  });
  return { port: server.port, url: server.url, purchases: () => book.all(), close: () => server.close() };
}

function scriptTagOf({ scriptTag }: PortalOptions): () => string | undefined {
  return () => {
    const url = typeof scriptTag === 'function' ? scriptTag() : scriptTag;
    if (url !== undefined && !/^https?:\/\//.test(url))
      throw new TypeError(`not the URL of a script (https://…): "${url}"`);
    return url === undefined ? undefined : new URL(url).href;
  };
}
