import type { TestReference } from './rules/rule.ts';
import { at } from './rules/rule.ts';

/** Something that the README says of the project, and the tests that show it. */
export interface Claim {
  readonly claim: string;
  readonly by: string;
  /** Where, from the folder of the tests on. */
  readonly folders: readonly string[];
  readonly tests: readonly TestReference[];
}

/** What is proven, beside the rules of the specification one by one. */
export const claims: readonly Claim[] = [
  {
    claim: 'The octets are those of the specification',
    by: 'recorded sessions of two independent SM-DP+ come out octet for octet; every structure has a vector; Wycheproof for ECDSA, ECDH and CMAC',
    folders: ['shared'],
    tests: [
      at('shared/crypto/rsp-session')('its segments come out exactly'),
      at('shared/rsp/structures')('every schema has a vector'),
      at('shared/crypto/ecdsa')('every test has its verdict'),
    ].flat(),
  },
  {
    claim: 'No check is switched off for a replay',
    by: 'the recorded session’s EUICCInfo1 is refused by the running server with 8.8.4/3.7',
    folders: ['smdp'],
    tests: at('smdp/es9plus/initiate-authentication')('is refused with 8.8.4/3.7: its EUICCInfo1'),
  },
  {
    claim: 'A download can be had again octet for octet',
    by: 'golden sessions under seed 1, replayed by server and card alone',
    folders: ['replay'],
    tests: at('replay/replay')('is answered by a fresh SM-DP+', 'is answered by a fresh card'),
  },
  {
    claim: 'Each check of the five ES9+ functions refuses',
    by: 'one message broken in one way each, and the same for the card',
    folders: ['smdp', 'device-sim/euicc'],
    tests: [
      at('smdp/es9plus/authenticate-client')('8: a wrong euiccSignature1'),
      at('device-sim/euicc/es10b/refused-packages')('$says: $result'),
    ].flat(),
  },
  {
    claim: 'Each refusal has been seen by its name',
    by: 'provoked over HTTP, every one that is in the table',
    folders: ['smdp'],
    tests: at('smdp/es9plus/refusals')('%s is answered with its codes'),
  },
  {
    claim: 'The GSMA TS.48 test profiles install, NIST and brainpool',
    by: 'over HTTPS, from the SM-DP+ to the card',
    folders: ['scenarios/world'],
    tests: at('scenarios/world/published-profiles')('$file downloads and installs'),
  },
  {
    claim: 'A server that is not to be trusted gets no octet of HTTP',
    by: 'one wrong thing in its certificate each',
    folders: ['scenarios/world'],
    tests: at('scenarios/world/server-trust')('is refused by the rule %s before'),
  },
  {
    claim: 'Three clicks in a portal connect the device',
    by: 'in Chromium, and the same without a browser in virtual time: profile read back by APDU, AKA, callbacks in order, ES2+ callbacks',
    folders: ['browser', 'scenarios/portal'],
    tests: [
      at('browser/one-click')('three clicks: installed'),
      at('scenarios/portal/one-click')('install, enable, authenticate and connect'),
    ].flat(),
  },
  {
    claim: 'The bridge takes whatever a page says',
    by: '10,000 malformed messages and web socket frames, each answered or found fault with',
    folders: ['device-sim/mobile-plans', 'lab/control'],
    tests: [
      at('device-sim/mobile-plans/bridge-messages')('10,000 malformed messages'),
      at('lab/control/malformed')('in web socket frames'),
    ].flat(),
  },
  {
    claim: 'Launch parameters and headers stay with the portal',
    by: 'listening foreign servers see none of them',
    folders: ['device-sim/mobile-plans/hosting'],
    tests: at('device-sim/mobile-plans/hosting/launch')('tells no foreign host'),
  },
  {
    claim: 'The USIM is one',
    by: 'Milenage, TUAK and XOR, resynchronisation, access rules and PINs by APDU, with the TS.48 profiles too',
    folders: ['device-sim/uicc'],
    tests: [
      at('device-sim/uicc/authenticate')('success, octet by octet'),
      at('device-sim/uicc/ts48')('authenticates by the test algorithm'),
    ].flat(),
  },
  {
    claim: 'The network’s messages are TS 24.301',
    by: 'octets of each, every cause, wrong keys, resynchronisation',
    folders: ['device-sim/network', 'device-sim/modem'],
    tests: [
      at('device-sim/network/nas/messages')('%s is written as TS 24.301'),
      at('device-sim/modem/registration')('is home after an attach'),
    ].flat(),
  },
  {
    claim: 'ES2+ refuses as its tables say',
    by: 'a negative for every row, every function in every state; clients without, with an expired and with a foreign certificate',
    folders: ['smdp', 'scenarios/operator'],
    tests: [
      at('smdp/es2plus/profile-states')('in the state %s'),
      at('scenarios/operator/mutual-tls')('refuses a client'),
    ].flat(),
  },
  {
    claim: 'Nothing acknowledged is lost',
    by: 'killed before and after every commit and every message, restarted, tried again',
    folders: ['kill'],
    tests: [
      at('kill/device')('has, started again and retried'),
      at('kill/smdp')('recovers from a second death'),
    ].flat(),
  },
  {
    claim: 'Strangers agree',
    by: 'recorded runs with lpac and osmo-smdpp are answered as they were then',
    folders: ['interop'],
    tests: at('interop/replay')('is answered by us as it was then'),
  },
  {
    claim: 'Hostile input does no harm',
    by: 'made and mutated inputs for every function of server, card and LPA, with what was found kept',
    folders: ['hostile'],
    tests: at('hostile/corpus')('is attacked function by function', '$name/$file is answered as it should'),
  },
  {
    claim: 'Races have one winner',
    by: 'sessions, notifications, cancelling and expiry in any order: an ICCID on one EID, a code used once',
    folders: ['races'],
    tests: at('races/races')('leave each ICCID on one EID'),
  },
  {
    claim: 'Every shipped scenario can fail',
    by: 'with each expectation negated it fails at that line, without its cause by an expectation, and no two show the same',
    folders: ['scenarios/catalog'],
    tests: [
      at('scenarios/catalog/negated')('fails at that line'),
      at('scenarios/catalog/cause')('fails by an expectation'),
      at('scenarios/catalog/catalog')('has no two scenarios that show the same'),
    ].flat(),
  },
  {
    claim: 'A run is the same each time',
    by: 'the octets on every wire, one by one and many at once',
    folders: ['scenarios/catalog'],
    tests: at('scenarios/catalog/catalog')('shows the same octets when many play at once'),
  },
  {
    claim: 'The pages under `docs/` are true',
    by: 'their commands are run',
    folders: ['docs'],
    tests: at('docs/commands')('shows commands that end as it says'),
  },
];
