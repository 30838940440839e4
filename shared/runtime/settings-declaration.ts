import {
  brand,
  commaList,
  count,
  deviceName,
  httpUrl,
  octetCount,
  oneOf,
  port,
  span,
  spansByName,
  text,
  tree,
} from './setting-parsers.ts';
import { setting } from './settings.ts';
import type { Settings } from './settings.ts';
import { minutes, seconds } from './span.ts';

/** A port that lies at a fixed distance from `portBase` when that is set; 0 stays "any free port". */
function fromBase(distance: number) {
  return ({ portBase }: Readonly<Record<string, unknown>>): number | undefined => {
    if (typeof portBase !== 'number') return undefined;
    return portBase === 0 ? 0 : portBase + distance;
  };
}

/** Every setting of the product. CONFIGURATION.md and `--help` are printed from here. */
export const declaration = {
  smdpPort: setting(8443, port, 'The port of the SM-DP+ (ES9+, https); 0 takes any free one.', {
    follows: fromBase(3),
  }),
  es2plusPort: setting(
    8445,
    port,
    'The port of the SM-DP+ for operators (ES2+, https with client certificates); 0 takes any free one.',
    { follows: fromBase(5) },
  ),
  portalPort: setting(8444, port, "The port of the operator's web portal (https); 0 takes any free one.", {
    follows: fromBase(4),
  }),
  operatorApiPort: setting(
    8446,
    port,
    'The port of the operator API (https with client certificates); 0 takes any free one.',
    { follows: fromBase(6) },
  ),
  labPort: setting(8440, port, 'The port of the lab page and the control API (http); 0 takes any free one.', {
    follows: fromBase(0),
  }),
  operatorName: setting(
    'Fernweh Mobile',
    brand,
    'The operator on the pages of the portal and in its certificates.',
  ),
  availableAfter: setting(
    minutes(1),
    span,
    'How long after its order a profile of the path deferredDownload can be downloaded.',
  ),
  networkAfter: setting(
    minutes(1),
    span,
    'How long after the installation the network knows a subscriber of the path delayedConnectivity.',
  ),
  profileTypes: setting(
    undefined,
    tree,
    'Types of profiles that are ordered by their names, each with `profile`, `iccids`, `imsis` and `algorithm` as `world.operator.profileTypes` of a scenario has them; a mapping in the file, JSON elsewhere.',
    { shown: 'none besides the plans of the portal' },
  ),
  portBase: setting(
    undefined,
    port,
    'Moves all ports together: they are counted from here instead of 8440; 0 takes free ones.',
  ),
  data: setting(undefined, text, 'The folder in which state is kept.', {
    shown: '`.esimlab` next to the nearest package.json, else in the current folder',
  }),
  device: setting('device-1', deviceName, 'The simulated device that a command works on.'),
  ci: setting(
    'test',
    oneOf('test', 'own'),
    'The certificate issuer everybody trusts: the published SGP.26 test CI, or one of its own.',
  ),
  seed: setting(
    undefined,
    text,
    'Draws everything that is random from this text, so that a run can be had again.',
    {
      shown: 'none: real chance',
    },
  ),
  scenarios: setting(
    undefined,
    commaList,
    'Where `run` finds scenarios: files, folders or patterns such as `flows/**/*.yaml`, a list or separated by commas.',
    { shown: '`./scenarios/**/*.yaml` where there are any, else `catalog:`' },
  ),
  sessionLifetime: setting(minutes(10), span, 'How long an RSP session may lie idle before it expires.'),
  confirmationCodeAttempts: setting(3, count, 'How many wrong confirmation codes end an order.'),
  downloadAttempts: setting(
    10,
    count,
    'How many times the download of one order may be begun before it is refused.',
  ),
  cancelSessionPolicy: setting(
    'lenient',
    oneOf('lenient', 'strict'),
    'Whether a user who rejects before anything was delivered may try again (lenient), or the order ends (strict).',
  ),
  adminProtocol: setting(
    'tolerant',
    oneOf('tolerant', 'strict'),
    'Whether a request without a known X-Admin-Protocol is answered with a finding (tolerant) or fails (strict).',
  ),
  notYetReleased: setting(
    'profileNotReleased',
    oneOf('profileNotReleased', 'matchingIdRefused'),
    'How a profile is refused that cannot be downloaded yet: 8.2/1.2, or 8.2.6/3.8 as some vendors do.',
  ),
  latency: setting(
    {},
    spansByName,
    'How long functions of the SM-DP+ take, `getBoundProfilePackage=90s,downloadOrder=2s`; all others begin at once.',
    { shown: 'none' },
  ),
  es2Notify: setting(
    undefined,
    httpUrl,
    "An operator of your own that is told of downloads (ES2+ handleDownloadProgressInfo), with the SM-DP+'s client certificate.",
    { shown: 'none besides that of the lab' },
  ),
  es2NotifyCa: setting(
    undefined,
    text,
    'A PEM file with the CA of that operator, or its own certificate, where that is not of the web CA of the lab.',
    { shown: 'the web CA of the lab' },
  ),
  bodyLimit: setting(1_048_576, octetCount, 'The longest request body that is read, in octets.', {
    shown: '`1MiB`',
  }),
  handshakeTimeout: setting(seconds(10), span, 'How long a TLS handshake may take, in wall time.'),
  requestTimeout: setting(seconds(10), span, 'How long a request may take to arrive, in wall time.'),
  idleTimeout: setting(seconds(60), span, 'How long a connection without a request is kept, in wall time.'),
  logLevel: setting(
    'info',
    oneOf('error', 'warn', 'info', 'debug', 'trace'),
    'The least weighty event that is logged.',
  ),
  logFile: setting(undefined, text, 'The file the log is appended to.', { shown: 'none: stderr' }),
};

/** The settings of the product, resolved. */
export type ProductSettings = Settings<typeof declaration>;
