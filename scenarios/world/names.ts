/** The stable names of a world's servers, without a port: what is signed and stands in codes (design: parties have names). */
export const worldNames = {
  smdp: 'smdp.operator.test',
  es2plus: 'es2.operator.test',
  portal: 'portal.operator.test',
  api: 'api.operator.test',
} as const;
