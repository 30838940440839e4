/** `npm run bench`, `npm run bench -- download --downloads 50`. */
import { benchDownload } from './download.bench.ts';
import { benchPortal } from './portal.bench.ts';

const [which, ...words] = process.argv.slice(2);
if (which === 'download') await benchDownload(words);
else if (which === 'portal') await benchPortal();
else if (which === undefined) {
  await benchPortal();
  await benchDownload(words);
} else {
  console.error(`there is no bench "${which}"; there are: portal, download`);
  process.exitCode = 2;
}
