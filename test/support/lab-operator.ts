import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { HttpClient } from '#shared/http/client';
import { httpClient } from '#shared/http/client';
import { webClient } from '#shared/pki/web/web-certificate';
import { readWebIdentityPem, webCertificatePem } from '#shared/pki/web/web-identity';
import { systemClock } from '#shared/runtime/clock';
import { systemEntropy } from '#shared/runtime/entropy';
import { fromUtf8, toUtf8 } from '#shared/bytes/bytes';

/** A back end that calls ES2+ of the lab that runs on a data folder, with a client certificate of the lab's web CA. */
export class LabOperator implements Disposable {
  readonly #url: string;
  readonly #client: HttpClient;

  constructor(data: string, url: string) {
    const clock = systemClock();
    const root = readWebIdentityPem(readFileSync(join(data, 'own-web-ca.pem'), 'utf8'));
    const { key, certificate } = webClient({ clock, entropy: systemEntropy(), root, operator: 'back end' });
    this.#url = url;
    this.#client = httpClient({
      clock,
      judge: () => undefined,
      identity: { key, cert: webCertificatePem(certificate) },
    });
  }

  /** The members of the answer. */
  async call(name: string, members: object): Promise<Readonly<Record<string, unknown>>> {
    const header = { functionRequesterIdentifier: '2.999.1.1', functionCallIdentifier: name };
    const { body } = await this.#client.post(`${this.#url}/gsma/rsp2/es2plus/${name}`, {
      headers: { 'Content-Type': 'application/json', 'X-Admin-Protocol': 'gsma/rsp/v2.6.0' },
      body: toUtf8(JSON.stringify({ header, ...members })),
    });
    return JSON.parse(fromUtf8(body)) as Readonly<Record<string, unknown>>;
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}
