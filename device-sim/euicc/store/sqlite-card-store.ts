import type { Schema } from '#shared/asn1/index';
import { decode, encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';
import type { Database } from '#shared/storage/database';
import { openDatabase } from '#shared/storage/database';
import type { Migration } from '#shared/storage/migrations';
import type { CommitHook } from '#shared/storage/sqlite-file';

import {
  KeptItem,
  Registers,
  RetainedKey,
  StoredCrl,
  StoredDescription,
  StoredNotification,
  StoredProfile,
} from './card-state.ts';
import type { CardState } from './card-state.ts';
import type { CardChange, CardStore } from './card-store.ts';
import { crlName, firstRegisters } from './card-store.ts';

/** In front of the names of revocation lists, which are parts of the card. */
const crlPart = 'crl/';

/** Each document is the DER encoding of its schema in card-state.ts. */
interface Tables {
  readonly card: { readonly part: string; readonly document: Bytes };
  readonly profile: { readonly isdp_aid: string; readonly document: Bytes };
  readonly notification: { readonly seq_number: number; readonly document: Bytes };
  readonly retained_key: { readonly smdp_oid: string; readonly document: Bytes };
  readonly kept_item: { readonly isdp_aid: string; readonly name: string; readonly document: Bytes };
}

const keyedTables = [
  ['card', 'part', 'text'],
  ['profile', 'isdp_aid', 'text'],
  ['notification', 'seq_number', 'integer'],
  ['retained_key', 'smdp_oid', 'text'],
] as const;

const migrations: readonly Migration[] = [
  {
    name: 'a card, its profiles, notifications and one-time keys',
    async up({ schema }) {
      for (const [table, key, type] of keyedTables) {
        await schema
          .createTable(table)
          .addColumn(key, type, (column) => column.primaryKey())
          .addColumn('document', 'blob', (column) => column.notNull())
          .execute();
      }
    },
  },
  {
    name: 'what profiles have become since they were loaded',
    async up({ schema }) {
      await schema
        .createTable('kept_item')
        .addColumn('isdp_aid', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('document', 'blob', (column) => column.notNull())
        .addPrimaryKeyConstraint('kept_item_key', ['isdp_aid', 'name'])
        .execute();
    },
  },
];

/** A card's memory in a database file, which is made when it is not there. */
export async function openCardStore(
  file: string,
  options: { readonly clock?: Pick<Clock, 'exchange'>; readonly onCommit?: CommitHook } = {},
): Promise<CardStore> {
  const database = await openDatabase<Tables>({ file, migrations, ...options });
  let made = false;
  return {
    async read() {
      const state = await readCard(database);
      made ||= state !== undefined;
      return state;
    },
    async commit(change) {
      await database.transaction(async (transaction) => {
        if (!made && change.description === undefined) await expectCard(transaction);
        await write(transaction, change);
      });
      made = true;
    },
    close: () => database.close(),
  };
}

async function readCard({ query }: Database<Tables>): Promise<CardState | undefined> {
  const parts = await query.selectFrom('card').selectAll().orderBy('part').execute();
  const part = (name: string): Bytes | undefined => parts.find((row) => row.part === name)?.document;
  const descriptionDocument = part('description');
  if (descriptionDocument === undefined) return undefined;
  const description = read(StoredDescription, descriptionDocument);
  const registers = part('registers');
  const profiles = await query.selectFrom('profile').selectAll().orderBy('isdp_aid').execute();
  const notifications = await query.selectFrom('notification').selectAll().orderBy('seq_number').execute();
  const keys = await query.selectFrom('retained_key').selectAll().orderBy('smdp_oid').execute();
  const items = await query.selectFrom('kept_item').selectAll().orderBy('isdp_aid').orderBy('name').execute();
  return {
    description,
    registers: registers === undefined ? firstRegisters(description) : read(Registers, registers),
    profiles: profiles.map(({ document }) => read(StoredProfile, document)),
    notifications: notifications.map(({ document }) => read(StoredNotification, document)),
    retainedKeys: keys.map(({ document }) => read(RetainedKey, document)),
    kept: items.map(({ document }) => read(KeptItem, document)),
    crls: parts
      .filter((row) => row.part.startsWith(crlPart))
      .map(({ document }) => read(StoredCrl, document)),
  };
}

/** Profile packages can be large; they are our own octets and need no limit. */
const read = <T>(schema: Schema<T>, document: Bytes): T =>
  decode(schema, document, { maximumOctets: Number.MAX_SAFE_INTEGER });

type Transaction = Parameters<Parameters<Database<Tables>['transaction']>[0]>[0];

async function write(transaction: Transaction, change: CardChange): Promise<void> {
  const { description, registers, removeProfiles = [], removeNotifications = [], removeKeys = [] } = change;
  const { putCrls = [], removeCrls = [] } = change;
  if (description !== undefined) {
    await putPart(transaction, 'description', encode(StoredDescription, description));
  }
  if (registers !== undefined) await putPart(transaction, 'registers', encode(Registers, registers));
  for (const aid of removeProfiles) {
    await transaction.deleteFrom('profile').where('isdp_aid', '=', toHex(aid)).execute();
    await transaction.deleteFrom('kept_item').where('isdp_aid', '=', toHex(aid)).execute();
  }
  for (const seqNumber of removeNotifications) {
    await transaction.deleteFrom('notification').where('seq_number', '=', seqNumber).execute();
  }
  for (const smdpOid of removeKeys) {
    await transaction.deleteFrom('retained_key').where('smdp_oid', '=', smdpOid).execute();
  }
  for (const name of removeCrls) {
    await transaction
      .deleteFrom('card')
      .where('part', '=', crlPart + name)
      .execute();
  }
  for (const crl of putCrls) await putPart(transaction, crlPart + crlName(crl), encode(StoredCrl, crl));
  await putItems(transaction, change);
}

async function expectCard(transaction: Transaction): Promise<void> {
  const made = await transaction
    .selectFrom('card')
    .select('part')
    .where('part', '=', 'description')
    .executeTakeFirst();
  if (made === undefined) throw new Error('no card has been made in this store');
}

async function putPart(transaction: Transaction, part: string, document: Bytes): Promise<void> {
  await transaction.replaceInto('card').values({ part, document }).execute();
}

async function putItems(transaction: Transaction, change: CardChange): Promise<void> {
  const { putProfiles = [], addNotifications = [], putKeys = [], putKept = [] } = change;
  for (const profile of putProfiles) {
    const row = { isdp_aid: toHex(profile.isdpAid), document: encode(StoredProfile, profile) };
    await transaction.replaceInto('profile').values(row).execute();
  }
  for (const notification of addNotifications) {
    const row = { seq_number: notification.seqNumber, document: encode(StoredNotification, notification) };
    await transaction.replaceInto('notification').values(row).execute();
  }
  for (const key of putKeys) {
    const row = { smdp_oid: key.smdpOid, document: encode(RetainedKey, key) };
    await transaction.replaceInto('retained_key').values(row).execute();
  }
  for (const item of putKept) {
    const row = { isdp_aid: toHex(item.isdpAid), name: item.name, document: encode(KeptItem, item) };
    await transaction.replaceInto('kept_item').values(row).execute();
  }
}
