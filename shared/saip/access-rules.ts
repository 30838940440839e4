const always = '9000';
const never = '9700';
const pin1 = 'A406830101950108';
const pin2 = 'A406830181950108';
const adm1 = 'A40683010A950108';
const mode = (octet: string, condition: string) => `8001${octet}${condition}`;

/**
 * The access rules that template files follow when the profile names none (TCA SAIP §9.9): content of an EF.ARR record in hex, as pairs of
 * access mode (TS 102 221 §9.5: 01 read, 02 update, 08 deactivate, 10 activate, 40 delete) and condition.
 */
export const accessRules: Readonly<Record<number, string>> = {
  1: mode('01', always) + mode('02', pin1) + mode('58', adm1),
  2: mode('01', pin1) + mode('5A', adm1),
  3: mode('5B', adm1),
  4: mode('01', always) + mode('1A', never) + mode('40', adm1),
  5: mode('03', pin1) + mode('58', adm1),
  6: mode('11', pin1) + mode('4A', adm1),
  7: mode('03', pin1) + mode('58', adm1) + `840132${pin1}`,
  8: mode('01', pin1) + mode('02', pin2) + mode('58', adm1),
  9: mode('01', always) + mode('1A', pin1) + mode('40', adm1),
  10: mode('01', always) + mode('5A', adm1),
  11: mode('01', always) + mode('18', adm1) + mode('42', never),
  12: mode('01', pin1) + mode('5A', never),
  13: mode('13', pin1) + mode('48', adm1),
  14: mode('5E', adm1),
};
