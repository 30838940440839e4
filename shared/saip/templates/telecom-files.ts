import { berTlv, directory, linear, required, transparent } from './file-template.ts';

/** The files of a phone book; those that come in several are numbered from the FID given (TS 31.102 §4.4.2). */
const phonebookEntries = {
  'ef-pbr': linear('4F30', undefined, undefined, 2),
  'ef-ext1': linear('4F38', undefined, 13, 5, { content: '00 FF..' }),
  'ef-aas': linear('4F40', undefined, undefined, 5),
  'ef-gas': linear('4F48', undefined, undefined, 5),
  'ef-psc': transparent('4F22', 4, 5, { content: '00000000' }),
  'ef-cc': transparent('4F23', 2, 5, { content: '0000' }),
  'ef-puid': transparent('4F24', 2, 5, { content: '0000' }),
  'ef-iap': linear('4F50', undefined, undefined, 5),
  'ef-adn': linear('4F58', undefined, undefined, 5),
  'ef-pbc': linear('4F60', undefined, 2, 5, { content: '00..' }),
  'ef-anr': linear('4F68', undefined, undefined, 5),
  'ef-puri': linear('4F70', undefined, undefined, 5),
  'ef-email': linear('4F78', undefined, undefined, 5),
  'ef-sne': linear('4F80', undefined, undefined, 5),
  'ef-uid': linear('4F88', undefined, 2, 5, { content: '0000' }),
  'ef-grp': linear('4F90', undefined, undefined, 5, { content: '00..' }),
  'ef-ccp1': linear('4F98', undefined, undefined, 5),
} as const;

/** PE-PHONEBOOK. */
export const phonebookFiles = { 'df-phonebook': required(directory('5F3A')), ...phonebookEntries } as const;

/** PE-TELECOM. DF.TELECOM is 7F10. */
export const telecomFiles = {
  'df-telecom': required(directory('7F10')),
  'ef-arr': linear('6F06', undefined, undefined, 10),
  'ef-rma': linear('6F53', undefined, undefined, 3),
  'ef-sume': transparent('6F54', 22, 3),
  'ef-ice-dn': linear('6FE0', 50, 24, 9),
  'ef-ice-ff': linear('6FE1', undefined, undefined, 9),
  'ef-psismsc': linear('6FE5', undefined, undefined, 5),
  'df-graphics': directory('5F50'),
  'ef-img': linear('4F20', undefined, undefined, 2, { content: '00 FF..' }),
  'ef-iidf': transparent('4F40', undefined, 2),
  'ef-ice-graphics': berTlv('4F21', 9),
  'ef-launch-scws': transparent('4F01', undefined, 10),
  'ef-icon': transparent('4F80', undefined, 10),
  'df-phonebook': directory('5F3A'),
  ...phonebookEntries,
  'df-multimedia': directory('5F3B'),
  'ef-mml': berTlv('4F47', 5),
  'ef-mmdf': berTlv('4F48', 5),
  'df-mmss': directory('5F3C'),
  'ef-mlpl': transparent('4F20', undefined, 2, { sfi: 0x01 }),
  'ef-mspl': transparent('4F21', undefined, 2, { sfi: 0x02 }),
  'ef-mmssmode': transparent('4F22', 1, 2, { sfi: 0x03 }),
  'df-mcs': directory('5F3D'),
  'ef-mst': transparent('4F01', undefined, 2, { sfi: 0x01 }),
  'ef-mcs-config': berTlv('4F02', 2, { sfi: 0x02 }),
  'df-v2x': directory('5F3E'),
  'ef-vst': transparent('4F01', undefined, 2, { sfi: 0x01 }),
  'ef-v2x-config': berTlv('4F02', 2, { sfi: 0x02 }),
  'ef-v2xp-pc5': transparent('4F03', undefined, 2),
  'ef-v2xp-Uu': transparent('4F04', undefined, 2),
} as const;
