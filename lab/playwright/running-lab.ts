import { readFileSync } from 'node:fs';

import type { World } from '#scenarios/world/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromUtf8, toHex, toUtf8 } from '#shared/bytes/bytes';
import { openDataPath } from '#device-sim/network/index';
import type { DataPath } from '#device-sim/network/index';
import { httpClient } from '#shared/http/client';
import type { HttpClient } from '#shared/http/client';
import { readPem } from '#shared/pki/pem';
import { systemClock } from '#shared/runtime/clock';
import { systemEntropy } from '#shared/runtime/entropy';
import { Trace } from '#shared/runtime/trace';

import type { LabAddress } from '../control/client/follow-trace.ts';
import { followTrace } from '../control/client/follow-trace.ts';
import { remoteLaunch } from '../control/client/remote-launch.ts';
import type { RemoteLaunch } from '../control/client/remote-launch.ts';
import type { AcceptedAnswer, CreatedAnswer, DeviceAnswer, ErrorAnswer } from '../control/contract.ts';
import type { LaunchAnswer } from '../control/launches/launch-messages.ts';
import { DeviceOfLab } from './device-of-lab.ts';
import type { PortalSettings, TestLab } from './test-lab.ts';

/** The lab that `esimlab exec` has started for this process; undefined where it has not. */
export function labOfExec(): LabAddress | undefined {
  const { ESIMLAB_URL: url = '', ESIMLAB_TOKEN: token = '' } = process.env;
  return url === '' || token === '' ? undefined : { url, token };
}

/** The web roots of that lab. @throws Error when nobody says where they are */
export function rootsOfExec(): readonly Bytes[] {
  const { ESIMLAB_CA_FILE: file = '' } = process.env;
  if (file === '')
    throw new Error('ESIMLAB_URL is set, but not ESIMLAB_CA_FILE; run the tests by "esimlab exec --"');
  return readPem(readFileSync(file, 'utf8')).map(({ der }) => der);
}

/** A device of the test's own in a lab that runs in another process, by the clock of that lab. */
export async function openRunningLab(address: LabAddress, settings: PortalSettings): Promise<TestLab> {
  const clock = systemClock();
  const trace = new Trace(clock);
  const http = httpClient({ clock });
  const ask = asking(http, address);
  const name = `page-${toHex(systemEntropy().draw('name', 4)).toLowerCase()}`;
  const device = new DeviceOfLab(
    name,
    async () => ask<DeviceAnswer>('GET', `/api/devices/${name}`),
    async (toast, answer) => {
      await ask<AcceptedAnswer>('POST', `/api/devices/${name}/toasts/${toast}/${answer}`);
    },
  );
  const followed = await followTrace(address, device.hear);
  await ask<CreatedAnswer>('POST', '/api/devices', { name });
  await device.begin();
  let path: DataPath | undefined;
  let launch: RemoteLaunch | undefined;
  return {
    device,
    clock,
    trace,
    get world(): World {
      throw new Error(
        'under "esimlab exec" the lab is another process, and this test asks for its world or operator; use device and page, or run the test by itself',
      );
    },
    launch: async () => {
      const { iccidRanges, ...request } = settings;
      if (iccidRanges !== undefined)
        throw new Error('mobilePlans.iccidRanges cannot be set under "esimlab exec"');
      const answer = await ask<LaunchAnswer>('POST', `/api/devices/${name}/launches`, request);
      const entered = await remoteLaunch(address, answer, clock);
      launch = entered;
      trace.on('finding', ({ what, source }) => {
        entered.report(what, source);
      });
      const names = new Map(Object.entries(answer.names));
      path = await openDataPath({ clock, trace, names, device: name, allowed: () => true });
      return entered;
    },
    dataPath: async () => {
      if (path === undefined) throw new TypeError('the portal is entered first');
      return path;
    },
    shown: () => undefined,
    events: () => device.events,
    close: async () => {
      launch?.close();
      await path?.close();
      followed.close();
      http.close();
    },
  };
}

/** Asks the control API. @throws Error with what the lab says, in one line */
function asking(http: HttpClient, { url, token }: LabAddress) {
  return async <Answer>(method: 'GET' | 'POST', path: string, request?: object): Promise<Answer> => {
    const body = request === undefined ? {} : { body: toUtf8(JSON.stringify(request)) };
    const type = request === undefined ? {} : { 'Content-Type': 'application/json' };
    const answer = await http.send(method, url + path, {
      headers: { Authorization: `Bearer ${token}`, ...type },
      ...body,
    });
    const json = JSON.parse(fromUtf8(answer.body)) as unknown;
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${(json as ErrorAnswer).error}`);
    return json as Answer;
  };
}
