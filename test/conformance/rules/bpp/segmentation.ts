import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const structure = at('shared/rsp/bound-profile-package');
const loads = at('device-sim/euicc/es10b/load-bound-profile-package');
const download = at('device-sim/lpa/download');
const failures = at('device-sim/lpa/download-failures');

/** Segmentation (SGP.22 §2.5.5, §5.7.6). */
export const segmentationRules: RuleGroup = {
  digest: 'bpp',
  title: 'Segmentation (SGP.22 §2.5.5, §5.7.6)',
  rules: [
    rule('bpp 6 #1', 'BF36 and the whole BF23', structure('becomes six commands')),
    rule('bpp 6 #2', 'A0 and its first 87, further 87s alone', structure('sends A2 with its 87')),
    rule('bpp 6 #3', 'A1 alone', structure('gives the seven commands')),
    rule('bpp 6 #4', 'each 88 alone', structure('sends A2 with its 87')),
    rule('bpp 6 #5', 'A2 and its 87', structure('sends A2 with its 87')),
    rule('bpp 6 #6', 'A3 alone', structure('gives the seven commands')),
    rule(
      'bpp 6 #7',
      'each 86 alone',
      structure('gives the seven commands'),
      download('sends the package in the segments'),
    ),
    rule('bpp 6 toy', 'the package of 30 octets: seven commands', structure('gives the seven commands')),
    rule(
      'bpp 6 answers',
      '9000 without data but for the last, or the first that fails',
      loads('all answers but the last'),
    ),
    rule('bpp 6 stop', 'the LPA stops at a result', failures('stops loading at the first result')),
    rule('bpp 6 after', 'further segments: 6985', loads('after the result further'), lines(74)),
    rule(
      'bpp 6 stream',
      'the card takes other cuts',
      loads('installs at every way of cutting', 'a command in one piece'),
    ),
    rule(
      'bpp 6 LPA structure',
      'another structure: loadBppExecutionError',
      failures('loadBppExecutionError, when the package has another'),
      lines(167),
    ),
    rule(
      'bpp 6 LPA metadata',
      'other metadata than shown: metadataMismatch',
      failures('metadataMismatch, when'),
      lines(166),
    ),
  ],
};
