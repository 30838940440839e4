/** Writes transfers until the commit it is told to die at. Arguments: file, `before` or `after`, number of the commit. */
import { writeSync } from 'node:fs';
import process from 'node:process';
import { openDatabase } from '#shared/storage/database';
import { accounts } from './accounts.ts';
import type { Accounts } from './accounts.ts';

const [file = '', when, number] = process.argv.slice(2);
const database = await openDatabase<Accounts>({
  file,
  migrations: accounts,
  onCommit: (commit) => {
    if (commit.when === when && commit.number === Number(number)) process.kill(process.pid, 'SIGKILL');
  },
});
for (let round = 1; round <= 3; round += 1) {
  await database.transaction(async (transaction) => {
    for (const name of ['one', 'other']) {
      await transaction
        .insertInto('entry')
        .values({ account: name, octets: new Uint8Array([round]) })
        .execute();
    }
  });
  writeSync(1, `${round} acknowledged\n`);
}
await database.close();
