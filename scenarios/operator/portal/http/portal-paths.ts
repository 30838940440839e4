import type { Request, RequestHandler, Response } from 'express';
import { HttpFailure } from '#shared/http/failure';
import { headersOf } from '#shared/http/headers';
import type { Clock } from '#shared/runtime/clock';
import type { Trace } from '#shared/runtime/trace';
import { OrderFailed } from '../counter.ts';
import type { Counter } from '../counter.ts';
import { hasOnlyPhysicalSim, readLaunch } from '../launch.ts';
import type { Launch } from '../launch.ts';
import type { Pages } from '../pages/pages.ts';
import type { PortalPlan } from '../plan.ts';
import type { PortalDesk } from '../portal-options.ts';
import { Problem } from '../problem.ts';
import type { PurchaseBook } from '../purchase-book.ts';
import { isBought, isUnfinished } from '../purchase.ts';
import type { Account, BoughtPurchase, Purchase } from '../purchase.ts';
import { readReport } from '../report.ts';
import { shownOf } from '../shown.ts';
import type { Shown } from '../shown.ts';
import { fieldOf, queryOf, readForm, readText, sessionCookie, sessionOf } from './request.ts';

interface Parts {
  readonly book: PurchaseBook;
  readonly counter: Counter;
  readonly desk: PortalDesk;
  readonly pages: Pages;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly planOf: (id: string) => PortalPlan;
  readonly operatorName: string;
  readonly bodyOctets: number;
}

type Step = (purchase: Purchase, request: Request, response: Response) => Promise<void> | void;

/** What each path of the portal does. Forms are answered with a redirect, so that reloading repeats nothing. */
export class PortalPaths {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  all(): Readonly<Record<string, Readonly<Partial<Record<'get' | 'post', RequestHandler>>>>> {
    return {
      '/': { get: this.#launch },
      '/health': { get: this.#health },
      '/purchase/:purchase': { get: this.#step(this.#goOn) },
      '/purchase/:purchase/sign-in': { get: this.#step(this.#showSignIn), post: this.#step(this.#signIn) },
      '/purchase/:purchase/plan': { get: this.#step(this.#showPlan), post: this.#step(this.#choose) },
      '/purchase/:purchase/confirm': { get: this.#step(this.#showConfirm), post: this.#step(this.#confirm) },
      '/purchase/:purchase/resume': { get: this.#step(this.#showResume), post: this.#step(this.#resume) },
      '/purchase/:purchase/connect': { get: this.#step(this.#showConnect) },
      '/purchase/:purchase/cancel': { post: this.#step(this.#cancel) },
      '/purchase/:purchase/cancelled': { get: this.#step(this.#showCancelled) },
      '/purchase/:purchase/report': { post: this.#step(this.#report) },
      '/purchase/:purchase/status': { get: this.#step(this.#status) },
    };
  }

  readonly #health: RequestHandler = (_request, response) => {
    response.json({ status: 'ok', operator: this.#parts.operatorName });
  };

  readonly #launch: RequestHandler = (request, response) => {
    const { book, pages, trace, planOf } = this.#parts;
    const launch = readLaunch(queryOf(request), headersOf(request.headers));
    if (hasOnlyPhysicalSim(launch)) {
      response.type('html').send(pages.noEsim());
      return;
    }
    const before = this.#goesOn(launch);
    const purchase = before ? book.relaunch(before, launch) : book.open(launch, planOf('').id);
    trace.emit('portal.launch', {
      purchase: purchase.id,
      transactionId: launch.transactionId,
      resumed: before !== undefined,
      lastErrors: launch.lastErrors?.codes ?? [],
    });
    response.append('Set-Cookie', sessionCookie(purchase.id, book.beginSession(purchase)));
    go(response, purchase, before === undefined ? 'sign-in' : this.#stepOfReturn(before, launch));
  };

  /** The purchase of that eSIM that still waits for something: its profile, or its line. */
  #goesOn(launch: Launch): BoughtPurchase | undefined {
    const { book, counter } = this.#parts;
    const before = book.boughtOf(launch.eid);
    const now = before && counter.catchUp(before);
    if (now === undefined || !isBought(now)) return undefined;
    return isUnfinished(now) || this.#waitsForLine(now) ? now : undefined;
  }

  #waitsForLine(purchase: BoughtPurchase): boolean {
    const { path } = this.#parts.planOf(purchase.plan).delivery;
    return path === 'delayedConnectivity' && this.#shown(purchase).state !== 'connected';
  }

  /** Where somebody comes back to: what goes on by itself is shown, and what has failed or may have is begun again. */
  #stepOfReturn(purchase: BoughtPurchase, { lastErrors }: Launch): string {
    if (!isUnfinished(purchase)) return 'connect';
    if (lastErrors !== undefined) return 'resume';
    const { path } = this.#parts.planOf(purchase.plan).delivery;
    const { state, minutes } = this.#shown(purchase);
    const goesOn =
      (state === 'scheduled' && minutes > 0) || (state === 'downloading' && path === 'delayedConnectivity');
    return goesOn ? 'connect' : 'resume';
  }

  /** Runs a step for the purchase of the path, if the request shows its session. */
  #step(step: Step): RequestHandler {
    return async (request, response) => {
      const { book } = this.#parts;
      const purchase = book.find(String(request.params['purchase']));
      if (purchase === undefined)
        throw new Problem(
          404,
          'We do not know this purchase',
          'Please open the plan again from Mobile Plans.',
        );
      if (!book.isSession(purchase.id, sessionOf(request)))
        throw new Problem(
          403,
          'This window has been left behind',
          'Your purchase goes on in another window. To have it here, open the plan again from Mobile Plans.',
        );
      await step(purchase, request, response);
    };
  }

  readonly #goOn: Step = (purchase, _request, response) => {
    go(response, purchase, nextOf(purchase));
  };

  readonly #showSignIn: Step = (purchase, _request, response) => {
    if (purchase.state !== 'opened' && purchase.state !== 'signedIn')
      go(response, purchase, nextOf(purchase));
    else response.type('html').send(this.#parts.pages.signIn(purchase));
  };

  readonly #signIn: Step = async (purchase, request, response) => {
    const form = await readForm(request, this.#parts.bodyOctets);
    const account = accountIn(form);
    if (account === undefined) {
      response.status(400).type('html').send(this.#parts.pages.signIn(purchase, 'Please enter your name.'));
      return;
    }
    this.#parts.counter.signIn(purchase, account);
    go(response, purchase, 'plan');
  };

  readonly #showPlan: Step = (purchase, _request, response) => {
    if (purchase.state !== 'signedIn') go(response, purchase, nextOf(purchase));
    else response.type('html').send(this.#parts.pages.plan(purchase));
  };

  readonly #choose: Step = async (purchase, request, response) => {
    const form = await readForm(request, this.#parts.bodyOctets);
    if (purchase.state !== 'signedIn') {
      go(response, purchase, nextOf(purchase));
      return;
    }
    this.#parts.counter.choose(purchase, this.#chosen(fieldOf(form, 'plan', 64), purchase));
    go(response, purchase, 'confirm');
  };

  readonly #showConfirm: Step = (purchase, _request, response) => {
    if (purchase.state !== 'signedIn') go(response, purchase, nextOf(purchase));
    else response.type('html').send(this.#parts.pages.confirm(purchase));
  };

  readonly #confirm: Step = async (purchase, request, response) => {
    const { counter, pages, book, trace, bodyOctets } = this.#parts;
    await readForm(request, bodyOctets);
    try {
      await counter.order(purchase);
    } catch (error) {
      const now = book.find(purchase.id);
      if (!(error instanceof OrderFailed) || now?.state !== 'signedIn') throw error;
      trace.emit('finding', { where: `portal, purchase ${purchase.id}`, what: `no order: ${error.message}` });
      response.status(error.cause instanceof HttpFailure ? 503 : 409);
      response.type('html').send(pages.confirm(now, 'We could not place your order.'));
      return;
    }
    go(response, purchase, 'connect');
  };

  readonly #showResume: Step = (purchase, _request, response) => {
    if (!isUnfinished(purchase)) go(response, purchase, nextOf(purchase));
    else response.type('html').send(this.#parts.pages.resume(purchase));
  };

  readonly #resume: Step = async (purchase, request, response) => {
    await readForm(request, this.#parts.bodyOctets);
    this.#parts.counter.offerAgain(purchase);
    go(response, purchase, isBought(purchase) ? 'connect' : nextOf(purchase));
  };

  readonly #showConnect: Step = (purchase, _request, response) => {
    if (!isBought(purchase)) go(response, purchase, nextOf(purchase));
    else response.type('html').send(this.#parts.pages.connect(purchase, this.#shown(purchase)));
  };

  readonly #cancel: Step = async (purchase, request, response) => {
    await readForm(request, this.#parts.bodyOctets);
    await this.#parts.counter.cancel(purchase);
    go(response, purchase, 'cancelled');
  };

  readonly #showCancelled: Step = (purchase, _request, response) => {
    if (purchase.state !== 'cancelled') go(response, purchase, nextOf(purchase));
    else response.type('html').send(this.#parts.pages.cancelled(purchase));
  };

  readonly #report: Step = async (purchase, request, response) => {
    const text = await readText(request, 'application/json', this.#parts.bodyOctets);
    this.#parts.counter.report(purchase, readReport(text));
    this.#answerStatus(purchase.id, response);
  };

  readonly #status: Step = (purchase, _request, response) => {
    this.#parts.counter.catchUp(purchase);
    this.#answerStatus(purchase.id, response);
  };

  #answerStatus(id: string, response: Response): void {
    const purchase = this.#parts.book.find(id);
    const bought = purchase && isBought(purchase) ? purchase : undefined;
    response.json({
      state: purchase?.state,
      progress: bought === undefined ? [] : this.#progressOf(bought),
      ...(bought === undefined ? {} : { shown: this.#shown(bought).state }),
    });
  }

  #shown(purchase: BoughtPurchase): Shown {
    const { planOf, desk, clock } = this.#parts;
    const record = desk.record(purchase.order.iccid);
    return shownOf(purchase, { plan: planOf(purchase.plan), record, now: clock.now() });
  }

  /** A form without a plan leaves it at the one that was proposed. @throws Problem 400 for one that is not sold */
  #chosen(id: string, purchase: Purchase): PortalPlan {
    const plan = this.#parts.planOf(id === '' ? purchase.plan : id);
    if (id !== '' && plan.id !== id)
      throw new Problem(400, 'We do not sell this plan', 'Please go back and choose one of ours.');
    return plan;
  }

  #progressOf({ order }: BoughtPurchase): readonly string[] {
    const { progress = [] } = this.#parts.desk.record(order.iccid) ?? {};
    return progress.map(({ point, status }) => {
      const { done, failed } = points[point] ?? { done: point, failed: `${point} failed` };
      return status === 'success' ? done : failed;
    });
  }
}

/** What the SM-DP+ reports on, in words (SGP.22 §5.3.5). */
const points: Readonly<Record<string, { readonly done: string; readonly failed: string }>> = {
  eligibilityAndRetryLimit: { done: 'device checked', failed: 'device refused' },
  confirmationFailure: { done: 'confirmation code checked', failed: 'confirmation code refused' },
  bppDownload: { done: 'profile downloaded', failed: 'download failed' },
  bppInstallation: { done: 'installation confirmed', failed: 'installation failed' },
};

/** The account in a form, undefined when the name is missing. @throws Problem 400 */
function accountIn(form: URLSearchParams): Account | undefined {
  const how = fieldOf(form, 'how', 20);
  if (how === 'none') return { name: 'Guest', how };
  const name = fieldOf(form, 'name', 80);
  return name === '' ? undefined : { name, how: how === 'new' ? 'new' : 'existing' };
}

/** Where a purchase goes on. */
function nextOf({ state }: Purchase): string {
  if (state === 'opened') return 'sign-in';
  if (state === 'signedIn') return 'plan';
  return state === 'cancelled' ? 'cancelled' : 'connect';
}

function go(response: Response, { id }: Purchase, step: string): void {
  response.redirect(303, `/purchase/${id}/${step}`);
}
