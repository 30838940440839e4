import type { TemplateName } from '../profile-elements.ts';
import { templateFiles } from '../profile-elements.ts';
import type { FileTemplate } from './file-template.ts';
import { linear, required, transparent } from './file-template.ts';

/** Where a template's files go: the top, the MF, or the application created last. */
export type TemplatePlace = 'root' | 'mf' | 'application';

/** One version of a template. */
export interface Template {
  readonly element: TemplateName;
  /** Files that the element does not mention are made too. */
  readonly createdByDefault: boolean;
  readonly place: TemplatePlace;
  readonly files: Readonly<Record<string, FileTemplate>>;
  /** The same with their names, in their order. */
  readonly rows: readonly (readonly [name: string, file: FileTemplate])[];
}

const newUst = { 'ef-ust': required(transparent('6F38', 17, 2, { sfi: 0x04 })) };
const newSecurityContexts = {
  'ef-5gs3gppnsc': linear('4F03', 2, 62, 5, { sfi: 0x03 }),
  'ef-5gsn3gppnsc': linear('4F04', 2, 62, 5, { sfi: 0x04 }),
};

const template = (
  element: TemplateName,
  place: TemplatePlace,
  createdByDefault = false,
  changes: Readonly<Record<string, FileTemplate>> = {},
): Template => {
  const files: Readonly<Record<string, FileTemplate>> = { ...templateFiles[element], ...changes };
  return { element, place, createdByDefault, files, rows: Object.entries(files) };
};

const byNumber: Readonly<Record<string, Template>> = {
  '1': template('mf', 'root', true),
  '2': template('cd', 'mf'),
  '3': template('telecom', 'mf'),
  '3.2': template('telecom', 'mf'),
  '4': template('usim', 'mf', true),
  '4.2': template('usim', 'mf', true, newUst),
  '4.3': template('usim', 'mf', true, newUst),
  '5': template('opt-usim', 'application'),
  '5.2': template('opt-usim', 'application'),
  '5.3': template('opt-usim', 'application'),
  '6': template('phonebook', 'application'),
  '7': template('gsm-access', 'application'),
  '8': template('isim', 'mf', true),
  '9': template('opt-isim', 'application'),
  '9.2': template('opt-isim', 'application'),
  '10': template('csim', 'mf', true),
  '10.2': template('csim', 'mf', true),
  '11': template('opt-csim', 'application'),
  '11.2': template('opt-csim', 'application'),
  '12': template('eap', 'application'),
  '13': template('df-5gs', 'application'),
  '13.2': template('df-5gs', 'application'),
  '13.3': template('df-5gs', 'application', false, newSecurityContexts),
  '13.4': template('df-5gs', 'application', false, newSecurityContexts),
  '14': template('df-saip', 'application'),
  '15': template('df-snpn', 'application'),
  '16': template('df-5gprose', 'application'),
  '17': template('iot', 'root', true),
  '18': template('opt-iot', 'application'),
};

const family = '2.23.143.1.2.';

/** The template of an OID; undefined when it is not one of ours. */
export function templateByOid(oid: string): Template | undefined {
  const number = oid.startsWith(family) ? oid.slice(family.length) : '';
  return Object.hasOwn(byNumber, number) ? byNumber[number] : undefined;
}
