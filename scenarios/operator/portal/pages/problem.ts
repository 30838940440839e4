import type { Problem } from '../problem.ts';
import { html } from './html.ts';
import type { Look, PageContent } from './layout.ts';

export function problemPage({ title, message }: Problem): PageContent {
  return {
    title,
    state: 'failed',
    isOpen: true,
    content: html`<h1>${title}</h1>
      <p class="lead">${message}</p>`,
  };
}

/** A device with a physical SIM alone. */
export function noEsimPage({ plan, plans }: Look): PageContent {
  const what = plans.length === 1 ? `${plan.name} comes` : 'Our plans come';
  return {
    title: 'An eSIM is needed',
    isOpen: true,
    content: html`<h1>You need an eSIM for this</h1>
      <p class="lead">${what} as an eSIM, and this device has a physical SIM alone. Nothing was bought.</p>`,
  };
}
