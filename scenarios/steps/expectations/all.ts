import { aka } from './aka.ts';
import { balance } from './balance.ts';
import { change } from './change.ts';
import { data } from './data.ts';
import { desk } from './desk.ts';
import { download } from './download.ts';
import type { ExpectationWord } from './expectation.ts';
import { history } from './history.ts';
import { notifications } from './notifications.ts';
import { order } from './order.ts';
import { findings, launch, portal, toasts } from './portal.ts';
import { profile } from './profile.ts';
import { provisioned } from './provisioned.ts';
import { registration } from './registration.ts';
import { told } from './told.ts';

/** Every expectation of the language: by the person, the card, the network, the SM-DP+ and the operator. */
export const expectations: readonly ExpectationWord[] = [
  download,
  change,
  profile,
  notifications,
  registration,
  aka,
  data,
  balance,
  provisioned,
  order,
  history,
  told,
  desk,
  portal,
  launch,
  toasts,
  findings,
];
