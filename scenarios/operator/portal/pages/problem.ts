import type { Problem } from '../problem.ts';
import { html } from './html.ts';
import type { Look, PageContent } from './layout.ts';

export function problemPage({ title, message }: Problem): PageContent {
  return {
    title,
    state: 'failed',
    content: html`<h1>${title}</h1>
      <p class="lead">${message}</p>`,
  };
}

/** A device with a physical SIM alone. */
export function noEsimPage({ plan }: Look): PageContent {
  return {
    title: 'An eSIM is needed',
    content: html`<h1>This plan needs an eSIM</h1>
      <p class="lead">
        ${plan.name} comes as an eSIM, and this device has a physical SIM alone. Nothing was bought.
      </p>`,
  };
}
