import { html } from './html.ts';
import type { Markup } from './html.ts';

/** What other platforms show: the code to be carried to a device by hand. Seen only outside the Mobile Plans window. */
export function manualInstallation(activationCode: string, note?: string): Markup {
  const [, address = '', matchingId = ''] = activationCode.split('$');
  return html`<section class="outside-only">
    <h1>Your activation code</h1>
    <p class="lead">
      This is not a Mobile Plans window, so the eSIM cannot install itself. Start one with
      <code>npx esimlab portal</code>, or use this code on a device.
    </p>
    ${note !== undefined && html`<p class="note">${note}</p>`}
    <div class="field">
      <span class="label" id="code-label">Activation code</span>
      <p class="code" id="code" tabindex="0" aria-labelledby="code-label code">LPA:${activationCode}</p>
    </div>
    <p class="actions">
      <button class="primary" type="button" data-copy="code">Copy the code</button>
      <a class="quiet" href="lpa:${activationCode}">Open in the settings of this device</a>
    </p>
    <dl class="facts">
      <div>
        <dt>SM-DP+ address</dt>
        <dd class="exact">${address}</dd>
      </div>
      <div>
        <dt>Matching ID</dt>
        <dd class="exact">${matchingId}</dd>
      </div>
    </dl>
  </section>`;
}
