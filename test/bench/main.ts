/** `npm run bench`, `npm run bench -- download --downloads 50`. */
import { benchDevices } from './devices.bench.ts';
import { benchDownload } from './download.bench.ts';
import { benchPortal } from './portal.bench.ts';
import { benchYear } from './year.bench.ts';

const [which, ...words] = process.argv.slice(2);
if (which === 'download') await benchDownload(words);
else if (which === 'portal') await benchPortal();
else if (which === 'devices') await benchDevices(words);
else if (which === 'year') await benchYear(words);
else if (which === undefined) {
  await benchPortal();
  await benchDownload(words);
  await benchDevices(words);
  await benchYear(words);
} else {
  console.error(`there is no bench "${which}"; there are: portal, download, devices, year`);
  process.exitCode = 2;
}
