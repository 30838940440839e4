import type { Trace } from '#shared/runtime/trace';

/** What a portal may do that the app's window answers in one way, by name, and the answer. */
export const windowFindings = {
  windowOpened: 'the portal opened another window; it is closed at once, for the app shows one',
  dialogShown: 'the portal showed a dialog of the browser; it is dismissed',
  leavingAsked: 'the portal asked whether the page may be left; it is',
  downloadStarted: 'the portal started a download; it is refused',
  fileChooserOpened: 'the portal asked for a file; none is chosen',
  passwordAsked: 'a server asked for a name and password (401); the browser gives none',
  clientCertificateAsked: 'a server asked for a client certificate; the browser gives none',
  permissionAsked: 'the portal asked for a permission; it is denied',
  schemeNotTaken: 'the portal went to an address that is no web page; nothing is opened',
  hostOutOfReach: 'the page wanted a host that cannot be reached from here',
  connectionLost: 'a connection was lost before the answer; the page has none',
  identifierSentAway: 'an identifier of the launch was sent to another host, in a URL or as the Referer',
  pageCrashed: 'the page crashed; its window is closed',
} as const satisfies Readonly<Record<string, string>>;

export type WindowFinding = keyof typeof windowFindings;

/** Reports a finding with the case at hand. */
export type ReportFinding = (name: WindowFinding, detail?: string) => void;

/** Characters of a detail; it may come from a page. */
const longestDetail = 200;

/** Findings of a window become events of the trace, as those of the bridge do. */
export function findingsOf(trace: Trace, device: string): ReportFinding {
  return (name, detail = '') => {
    const line = detail.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
    const short = line.length > longestDetail ? `${line.slice(0, longestDetail)}…` : line;
    const says = windowFindings[name];
    trace.emit('finding', {
      where: 'mobile-plans',
      what: `${name}: ${says}${short === '' ? '' : `: ${short}`}`,
      source: device,
    });
  };
}
