import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const contracts = at('shared/rsp/es9plus');
const pinned = at('smdp/http/pinned-answers');
const server = at('shared/http/server');
const tls = at('shared/pki/tls-trust');
const download = at('device-sim/lpa/download');
const osmo = at('device-sim/lpa/osmo-smdpp');

/** Transport (SGP.22 §2.6.6, §6.1 to §6.5). */
export const transportRules: RuleGroup = {
  digest: 'es9plus',
  title: 'Transport (SGP.22 §2.6.6, §6.1 to §6.5)',
  rules: [
    rule(
      'es9plus 1 path',
      'POST to gsma/rsp2/es9plus/<function>',
      contracts('$name is posted'),
      pinned('answers another method'),
    ),
    rule(
      'es9plus 1 request headers',
      'User-Agent, X-Admin-Protocol, Content-Type',
      download('sends the members of each function'),
      osmo('sends the headers'),
    ),
    rule(
      'es9plus 1 charset',
      'a parameter of the media type is legal',
      pinned('takes a media type with a parameter'),
      server('application/json;charset=UTF-8'),
    ),
    rule(
      'es9plus 1 response headers',
      'X-Admin-Protocol and Content-Type of the answer',
      pinned('$name names the first member'),
    ),
    rule(
      'es9plus 1 status 200',
      '200 for what failed by function too',
      pinned('$name names the first member'),
    ),
    rule(
      'es9plus 1 status 204',
      '204 and no body for a notification',
      contracts('handleNotification is answered'),
      lines(137),
    ),
    rule(
      'es9plus 1 TLS',
      'TLS 1.2 at least',
      at('scenarios/world/published-profiles')('downloads and installs'),
      pinned('speaks TLS 1.2'),
      lines(147),
    ),
    rule(
      'es9plus 1 trust',
      'the server is judged by the CIs that the eUICC lists',
      at('device-sim/lpa/server-trust')('is the servers under the CIs'),
      tls('is refused when the eUICC does not list'),
      lines(168),
    ),
    rule(
      'es9plus 1 redirect',
      'a redirect is not followed',
      at('shared/http/client')('a redirect is an answer like others'),
    ),
    rule('es9plus 1 receipt', 'any 2xx is a receipt of a notification', osmo('takes any 2xx')),
  ],
};
