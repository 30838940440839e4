import { fromHex } from '#shared/bytes/bytes';
import { parsePlmn } from '#shared/identifiers/plmn';
import type { ProfileValues } from '#shared/saip/index';

/** A complete set of values for a profile of our own. */
export const someValues: ProfileValues = {
  iccid: '89999123456789012344',
  imsi: '999700000000017',
  k: fromHex('465B5CE8B199B49FAA5F0A2EE238A6BC'),
  opc: fromHex('CD63CB71954A9F4E48A5994E37A02BAF'),
  algorithm: 'milenage',
  serviceProviderName: 'Example Mobile',
  profileName: 'esimlab profile',
  plmn: parsePlmn('999/70'),
  smsp: '+15550001234',
};
