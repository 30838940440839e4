import type { RuleGroup } from '../rule.ts';
import { at, rule } from '../rule.ts';

const contracts = at('shared/rsp/es9plus');
const members = at('shared/http/members');
const download = at('device-sim/lpa/download');
const refusals = at('shared/rsp/refusals');

/** JSON (SGP.22 §6.5.1). */
export const jsonRules: RuleGroup = {
  digest: 'es9plus',
  title: 'JSON (SGP.22 §6.5.1)',
  rules: [
    rule('es9plus 1.1 request', 'no header in a request', download('sends the members of each function')),
    rule('es9plus 1.1 status', 'four values of status', refusals('%s is understood')),
    rule(
      'es9plus 1.1 statusCodeData',
      'there with Failed, not with success',
      refusals('of a refused function', 'of a function that was executed'),
    ),
    rule('es9plus 1.1 output', 'with Failed the output is left out', refusals('of a refused function')),
    rule(
      'es9plus 1.1 transactionId',
      '2 to 32 hex digits, capitals; read in any case',
      contracts('have a transactionId of 1 to 16'),
      at('smdp/es9plus/authenticate-client')('1: the transactionId may be'),
    ),
    rule(
      'es9plus 1.1 base64',
      'padded base64 of whole TLVs',
      contracts('are base64 of whole TLVs'),
      members('are written with upper-case hex'),
    ),
    rule('es9plus 1.1 codes', 'codes are text: 3.10 is not 3.1', refusals('tells 3.1 from 3.10')),
  ],
};
