import type { Problem } from '../problem.ts';
import type { PortalPlan } from '../plan.ts';
import type { BoughtPurchase, Purchase, Unfinished } from '../purchase.ts';
import type { Shown } from '../shown.ts';
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
  readonly #look: Omit<Look, 'plan'>;
  readonly #planOf: (id: string) => PortalPlan;

  constructor({ planOf, ...look }: Omit<Look, 'plan'> & { readonly planOf: (id: string) => PortalPlan }) {
    this.#look = look;
    this.#planOf = planOf;
  }

  signIn(purchase: Purchase, mistake?: string): string {
    return this.#page((look) => signInPage(look, purchase, mistake), purchase);
  }

  plan(purchase: SignedIn): string {
    return this.#page((look) => planPage(look, purchase), purchase);
  }

  confirm(purchase: SignedIn, mistake?: string): string {
    return this.#page((look) => confirmPage(look, purchase, mistake), purchase);
  }

  resume(purchase: Unfinished): string {
    return this.#page((look) => resumePage(look, purchase), purchase);
  }

  connect(purchase: BoughtPurchase, shown: Shown): string {
    return this.#page((look) => connectPage(look, purchase, shown), purchase);
  }

  cancelled(purchase: Extract<Purchase, { readonly state: 'cancelled' }>): string {
    return this.#page(() => cancelledPage(purchase), purchase);
  }

  noEsim(): string {
    return this.#page(noEsimPage);
  }

  problem(problem: Problem): string {
    return this.#page(() => problemPage(problem));
  }

  #page(content: (look: Look) => PageContent, purchase?: Pick<Purchase, 'plan'>): string {
    const look = { ...this.#look, plan: this.#planOf(purchase?.plan ?? '') };
    return page(look, content(look));
  }
}
