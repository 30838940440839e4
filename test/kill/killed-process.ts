/**
 * One side of a download as a process of its own, killed at a point. Arguments: `device`, point, file, port of the
 * server, activation code; or `server`, point, file: that one writes its port to stdout.
 */
import { writeSync } from 'node:fs';
import process from 'node:process';

import { acceptingHost } from '#device-sim/lpa/index';
import { virtualClock } from '#shared/runtime/clock';

import { openDeviceSide } from './device-side.ts';
import { Points } from './points.ts';
import { firstMorning, smdpName } from './prepared.ts';
import { openServerSide } from './server-side.ts';

const [side, point = '', file = '', port, activationCode = ''] = process.argv.slice(2);
const clock = virtualClock(firstMorning);
const points = new Points(point);
points.onDeath(() => {
  process.kill(process.pid, 'SIGKILL');
});
if (side === 'server') {
  const { smdp } = await openServerSide({ file, clock, points });
  writeSync(1, `${smdp.port}\n`);
} else {
  const names = new Map([[smdpName, { host: '127.0.0.1', port: Number(port) }]]);
  const device = await openDeviceSide({ file, clock, names, points });
  await device.lpa.download({ activationCode, enable: true, host: acceptingHost });
  await device.close();
}
