import type { Schema } from '#shared/asn1/index';
import { decode, encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import type { Database, Statements } from '#shared/storage/database';
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

/** By the names of their keys; each `document` is the DER encoding of its schema in card-state.ts. */
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
  options: { readonly onCommit?: CommitHook } = {},
): Promise<CardStore> {
  const database = await openDatabase<unknown>({ file, migrations, ...options });
  let made = false;
  return {
    read: async () => {
      const state = readCard(database);
      made ||= state !== undefined;
      return state;
    },
    commit: async (change) => {
      database.atOnce((statements) => {
        if (!made && change.description === undefined) expectCard(statements);
        write(statements, change);
      });
      made = true;
    },
    close: () => database.close(),
  };
}

function readCard({ statements }: Pick<Database<unknown>, 'statements'>): CardState | undefined {
  const documents = (from: string): readonly Bytes[] =>
    statements.all(`select document from ${from}`).map(({ document }) => document as Bytes);
  const [descriptionDocument] = documents(`card where part = 'description'`);
  if (descriptionDocument === undefined) return undefined;
  const description = read(StoredDescription, descriptionDocument);
  const [registers] = documents(`card where part = 'registers'`);
  return {
    description,
    registers: registers === undefined ? firstRegisters(description) : read(Registers, registers),
    profiles: documents('profile order by isdp_aid').map((each) => read(StoredProfile, each)),
    notifications: documents('notification order by seq_number').map((each) =>
      read(StoredNotification, each),
    ),
    retainedKeys: documents('retained_key order by smdp_oid').map((each) => read(RetainedKey, each)),
    kept: documents('kept_item order by isdp_aid, name').map((each) => read(KeptItem, each)),
    crls: documents(`card where part like '${crlPart}%' order by part`).map((each) => read(StoredCrl, each)),
  };
}

/** Profile packages can be large; they are our own octets and need no limit. */
const read = <T>(schema: Schema<T>, document: Bytes): T =>
  decode(schema, document, { maximumOctets: Number.MAX_SAFE_INTEGER });

/** Written out: a download has a handful of commits, and building their statements would cost more than they do. */
function write(statements: Statements, change: CardChange): void {
  const { description, registers, removeProfiles = [], removeNotifications = [], removeKeys = [] } = change;
  const { putCrls = [], removeCrls = [] } = change;
  if (description !== undefined) putPart(statements, 'description', encode(StoredDescription, description));
  if (registers !== undefined) putPart(statements, 'registers', encode(Registers, registers));
  for (const aid of removeProfiles) {
    statements.run('delete from profile where isdp_aid = ?', toHex(aid));
    statements.run('delete from kept_item where isdp_aid = ?', toHex(aid));
  }
  for (const seqNumber of removeNotifications)
    statements.run('delete from notification where seq_number = ?', seqNumber);
  for (const smdpOid of removeKeys) statements.run('delete from retained_key where smdp_oid = ?', smdpOid);
  for (const name of removeCrls) statements.run('delete from card where part = ?', crlPart + name);
  for (const crl of putCrls) putPart(statements, crlPart + crlName(crl), encode(StoredCrl, crl));
  putItems(statements, change);
}

/** @throws Error when there is no card to change. */
function expectCard(statements: Statements): void {
  const [made] = statements.all(`select part from card where part = 'description'`);
  if (made === undefined) throw new Error('no card has been made in this store');
}

function putPart(statements: Statements, part: string, document: Bytes): void {
  statements.run('replace into card (part, document) values (?, ?)', part, document);
}

function putItems(statements: Statements, change: CardChange): void {
  const { putProfiles = [], addNotifications = [], putKeys = [], putKept = [] } = change;
  for (const profile of putProfiles)
    statements.run(
      'replace into profile (isdp_aid, document) values (?, ?)',
      toHex(profile.isdpAid),
      encode(StoredProfile, profile),
    );
  for (const notification of addNotifications)
    statements.run(
      'replace into notification (seq_number, document) values (?, ?)',
      notification.seqNumber,
      encode(StoredNotification, notification),
    );
  for (const key of putKeys)
    statements.run(
      'replace into retained_key (smdp_oid, document) values (?, ?)',
      key.smdpOid,
      encode(RetainedKey, key),
    );
  for (const item of putKept)
    statements.run(
      'replace into kept_item (isdp_aid, name, document) values (?, ?, ?)',
      toHex(item.isdpAid),
      item.name,
      encode(KeptItem, item),
    );
}
