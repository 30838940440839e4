import type { Group } from './group.ts';

/** Lines 158 to 184: the LPA, and the SM-DS. */
export const lpaGroups: readonly Group[] = [
  {
    group: 'C',
    title: 'LPAd, with a server and a card made by hand',
    section: 'SGP.23 §4.4 and §5.4',
    lines: {
      158: 'activation code with and without LPA:, OID, flag, matchingId: the right request',
      159: 'activation code with 2$, without $, with a bad character: told to the user, no call',
      160: 'the OID of the activation code is not the RID of DPauth: stop, with a message',
      161: 'default SM-DP+: the address is from ES10a, matchingId is empty',
      162: 'SM-DS with 0, 1, 2 events: the calls that follow from them',
      163: 'a download; the Confirmation Code is asked for only with the flag: hashCc as defined',
      164: 'the user rejects, postpones, lets it time out: CancelSession 0, 1, 2, and ES9+.cancelSession',
      165: 'a PPR in the metadata that the RAT forbids: CancelSession 3',
      166: 'the metadata of the package are not those shown: CancelSession 4',
      167: 'the package is broken: CancelSession 5',
      168: 'the server’s certificate is not trusted: no ES10 call after the TLS failure',
      169: 'Failed at each step with each code: its message, no fault, the session cancelled where there is one',
      170: 'HTTP 500, an empty body, HTML: an error, and it can be tried again',
      171: 'the server changes the transactionId on the way: the LPA stops',
      172: 'the result is posted, and removed only after 2xx: kept on failure, sent later',
      173: 'order of notifications for one recipient: rising seqNumber',
      174: 'enable, disable, delete, nickname by the user: the ES10c calls they want',
      175: 'delete the enabled Profile: disabled first, or the user is told',
      176: 'memory reset, with and without test Profiles: the bits that were chosen',
      177: 'the name shown: nickname, else profile name, as specified',
      178: 'power fails during the installation: after the start error 11 is delivered',
      179: 'airplane mode: a download is refused here, notifications wait',
    },
  },
  {
    group: 'D',
    title: 'SM-DS',
    section: 'SGP.23 §4.5, SGP.22 §5.8 and §5.9',
    lines: {
      180: 'InitiateAuthentication refuses: 8.9.1/3.8, 8.9.2/3.1, 8.9.3/3.1, 8.9.4/3.7',
      181: 'AuthenticateClient without EventID: every event; an empty list is legal',
      182: 'AuthenticateClient with an unknown EventID: 8.9.5/3.9',
      183: 'RegisterEvent twice with one id: 8.9.5/3.3',
      184: 'DeleteEvent, then ask: gone; unknown: 8.9.5/3.9',
    },
  },
];
