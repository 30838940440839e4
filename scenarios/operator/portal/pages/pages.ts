import type { Problem } from '../problem.ts';
import type { BoughtPurchase, Purchase, Unfinished } from '../purchase.ts';
import { cancelledPage } from './cancelled.ts';
import { confirmPage } from './confirm.ts';
import { connectPage } from './connect.ts';
import { page } from './layout.ts';
import type { Look, PageContent } from './layout.ts';
import { planPage } from './plan.ts';
import { noEsimPage, problemPage } from './problem.ts';
import { resumePage } from './resume.ts';
import { signInPage } from './sign-in.ts';

/** A purchase somebody has signed in to and not bought. */
export type SignedIn = Extract<Purchase, { readonly state: 'signedIn' }>;

/** The pages of a portal, each a whole document. */
export class Pages {
  readonly #look: Look;

  constructor(look: Look) {
    this.#look = look;
  }

  signIn(purchase: Purchase, mistake?: string): string {
    return this.#page(signInPage(this.#look, purchase, mistake));
  }

  plan(purchase: SignedIn): string {
    return this.#page(planPage(this.#look, purchase));
  }

  confirm(purchase: SignedIn, mistake?: string): string {
    return this.#page(confirmPage(this.#look, purchase, mistake));
  }

  resume(purchase: Unfinished): string {
    return this.#page(resumePage(this.#look, purchase));
  }

  connect(purchase: BoughtPurchase): string {
    return this.#page(connectPage(this.#look, purchase));
  }

  cancelled(purchase: Extract<Purchase, { readonly state: 'cancelled' }>): string {
    return this.#page(cancelledPage(purchase));
  }

  noEsim(): string {
    return this.#page(noEsimPage(this.#look));
  }

  problem(problem: Problem): string {
    return this.#page(problemPage(problem));
  }

  #page(content: PageContent): string {
    return page(this.#look, content);
  }
}
