import type { Dialog, Page, Request, Response } from 'playwright-core';

import type { Launch } from '../launch-contract.ts';
import { hostOf } from './launch-navigation.ts';
import type { ReportFinding } from './window-findings.ts';

/**
 * The answers to what a page may ask of the browser or its user (mobile-plans §11): each is the same every time, and a
 * finding. Permissions are denied by the context, passwords by the profile.
 */
export function answerQuestions(page: Page, launch: Launch, report: ReportFinding): void {
  page.on('dialog', (dialog) => {
    answerDialog(dialog, report);
  });
  page.on('download', (download) => {
    report('downloadStarted', download.url());
    ignoring(download.cancel());
  });
  page.on('filechooser', () => {
    report('fileChooserOpened');
  });
  page.context().on('page', (other) => {
    if (other === page) return;
    report('windowOpened', other.url());
    ignoring(other.close());
  });
  page.on('response', (response) => {
    noticeChallenge(response, report);
  });
  page.on('requestfailed', (request) => {
    noticeFailure(request, report);
  });
  const identifiers = identifiersOf(launch.url);
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith('http') || launch.notificationHosts.includes(hostOf(url))) return;
    const told = `${url} ${request.headers()['referer'] ?? ''}`;
    const sent = identifiers.filter(([, value]) => told.includes(value)).map(([name]) => name);
    if (sent.length > 0) report('identifierSentAway', `${sent.join(', ')} to ${hostOf(url)}`);
  });
}

function answerDialog(dialog: Dialog, report: ReportFinding): void {
  const leaving = dialog.type() === 'beforeunload';
  if (leaving) report('leavingAsked');
  else report('dialogShown', `${dialog.type()}, "${dialog.message()}"`);
  ignoring(leaving ? dialog.accept() : dialog.dismiss());
}

function noticeChallenge(response: Response, report: ReportFinding): void {
  if (response.status() !== 401 || response.headers()['www-authenticate'] === undefined) return;
  report('passwordAsked', hostOf(response.url()));
}

function noticeFailure(request: Request, report: ReportFinding): void {
  const failure = request.failure()?.errorText ?? '';
  const url = request.url();
  if (failure.includes('CLIENT_AUTH')) report('clientCertificateAsked', hostOf(url));
  else if (/ERR_(TUNNEL_CONNECTION_FAILED|PROXY_CONNECTION_FAILED)/.test(failure))
    report('hostOutOfReach', hostOf(url));
  else if (/ERR_(SOCKET_NOT_CONNECTED|CONNECTION_(?:RESET|CLOSED|ABORTED)|EMPTY_RESPONSE)/.test(failure))
    report('connectionLost', hostOf(url));
  else if (!/^(?:https?|data|blob|about|chrome-error|wss?):/.test(url)) report('schemeNotTaken', url);
}

/** What tells a device or a user apart, among the parameters of a launch. */
function identifiersOf(url: string): readonly (readonly [string, string])[] {
  const { searchParams } = new URL(url);
  return ['eid', 'imei', 'iccid', 'iccids']
    .flatMap((name) => (searchParams.get(name) ?? '').split(',').map((value) => [name, value] as const))
    .filter(([, value]) => value !== '');
}

/** The page may be gone before its question is answered. */
function ignoring(answered: Promise<unknown>): void {
  answered.catch(() => undefined);
}
