import type { RuleGroup } from '../rule.ts';
import { at, lines, rule, unreached, v3 } from '../rule.ts';

const rules = at('device-sim/euicc/es10c/profile-rules');
const profiles = at('device-sim/euicc/es10c/profiles-info');
const refresh = at('device-sim/euicc/cat/refresh');
const refused = at('device-sim/euicc/cat/refused-refresh');
const listing = at('device-sim/euicc/es10c/listing');
const undefinedErrors = at('conformance/rules-reached/undefined-error');

/** ES10c (SGP.22 §5.7.15 to §5.7.21). */
export const es10cRules: RuleGroup = {
  digest: 'es10',
  title: 'ES10c (SGP.22 §5.7.15 to §5.7.21)',
  rules: [
    rule(
      'es10 5.7.15',
      'GetProfilesInfo: all, by ICCID, by AID, by class; none: A0 00',
      profiles('is that of es10.md §2', 'another ICCID'),
      listing('operational ones', 'the AID of the second one', 'the AID of none'),
      lines(87),
    ),
    rule(
      'es10 5.7.15 default',
      'without tagList: the default set, the icon too',
      profiles('without tags lists'),
      lines(50),
    ),
    rule(
      'es10 5.7.15 tagList',
      'with tagList: those that are there',
      profiles('a tag that no Profile has'),
      listing('5C %s is left out', 'a class, with tags'),
      lines(88),
    ),
    rule(
      'es10 5.7.15 all',
      'without criterion: every Profile, provisioning too',
      listing('no criterion'),
      lines(89),
    ),
    rule(
      'es10 5.7.15 owner',
      'an owner that is not stored is told from the files',
      profiles('an owner that is not stored'),
    ),
    rule(
      'es10 5.7.15 class',
      'no class in the metadata: operational',
      at('shared/rsp/codes')('of a Profile class default'),
    ),
    rule(
      'es10 5.7.15 hidden',
      'the LPA hides provisioning and test Profiles',
      at('device-sim/lpa/profiles')('are shown without provisioning'),
    ),
    rule(
      'es10 5.7.15 error 1',
      'criteria or tags that cannot be: incorrectInputValues',
      profiles('criteria of another kind', 'a tag list that is cut off'),
      listing('criteria that are not acceptable', 'a list that is cut off within a tag'),
    ),
    rule('es10 5.7.15 error 127', 'the error arm is read', undefinedErrors('of %s is told')),
    rule(
      'es10 5.7.15 6985',
      'the state while a REFRESH waits: the one to come, or 6985 where so set (v3.1)',
      refused('tells the state to come'),
    ),
    rule(
      'es10 5.7.16 result 0',
      'Enable: ok, by ICCID and AID',
      rules('is complete at once', 'by AID too'),
      lines(75, 76),
    ),
    rule(
      'es10 5.7.16 result 1',
      'iccidOrAidNotFound',
      rules('what is not there is 1, what is enabled is 2'),
      lines(79),
    ),
    rule(
      'es10 5.7.16 result 2',
      'profileNotInDisabledState',
      rules('what is not there is 1, what is enabled is 2'),
      lines(78),
    ),
    rule('es10 5.7.16 result 3', 'disallowedByPolicy', rules('PPR1 of the enabled Profile'), lines(80)),
    rule('es10 5.7.16 result 4', 'wrongProfileReenabling', rules('from a Test Profile'), lines(82)),
    rule('es10 5.7.16 result 5', 'catBusy', refresh('a second one is refused with catBusy')),
    rule('es10 5.7.16 result 127', 'is read by the LPA by its name', undefinedErrors('of %s is told')),
    unreached('es10 5.7.16 results 6, 7, 10', 'enterprise rule, commandError, no port', v3),
    rule(
      'es10 5.7.17 result 0',
      'Disable: ok',
      rules('what is not there is 1, what is in the wrong state'),
      lines(84),
    ),
    rule(
      'es10 5.7.17 result 1',
      'iccidOrAidNotFound',
      rules('what is not there is 1, what is in the wrong state'),
    ),
    rule(
      'es10 5.7.17 result 2',
      'profileNotInEnabledState',
      rules('what is not there is 1, what is in the wrong state'),
      lines(84),
    ),
    rule('es10 5.7.17 result 3', 'disallowedByPolicy', rules('PPR1 of the enabled Profile'), lines(84)),
    rule('es10 5.7.17 result 5', 'catBusy', refresh('a second one is refused with catBusy')),
    rule('es10 5.7.17 result 127', 'is read by the LPA by its name', undefinedErrors('of %s is told')),
    rule(
      'es10 5.7.18 result 0',
      'Delete: ok',
      rules('what is not there is 1, what is in the wrong state'),
      lines(85),
    ),
    rule(
      'es10 5.7.18 result 1',
      'iccidOrAidNotFound',
      rules('what is not there is 1, what is in the wrong state'),
      lines(85),
    ),
    rule(
      'es10 5.7.18 result 2',
      'profileNotInDisabledState',
      rules('what is not there is 1, what is in the wrong state'),
      lines(85),
    ),
    rule('es10 5.7.18 result 3', 'disallowedByPolicy', rules('PPR2: a Profile'), lines(85)),
    rule('es10 5.7.18 result 127', 'is read by the LPA by its name', undefinedErrors('of %s is told')),
    rule('es10 5.7.19 result 0', 'eUICCMemoryReset: ok', rules('deletes %s, enabled'), lines(90)),
    rule('es10 5.7.19 result 1', 'nothingToDelete', rules('nothing to delete is 1'), lines(90)),
    rule(
      'es10 5.7.19 result 5',
      'catBusy',
      refresh('a memory reset that removes the enabled profile is refused'),
    ),
    rule('es10 5.7.19 result 127', 'is read by the LPA by its name', undefinedErrors('of %s is told')),
    rule('es10 5.7.20', 'GetEID: plain BCD, by 5C 01 5A alone', profiles('knows 5A only'), lines(92)),
    rule(
      'es10 5.7.21 result 0',
      'SetNickname: set, replaced, removed',
      profiles('sets, replaces and removes'),
      lines(86),
    ),
    rule('es10 5.7.21 result 1', 'iccidNotFound', profiles('an unknown ICCID is 1'), lines(86)),
    rule('es10 5.7.21 result 127', 'is read by the LPA by its name', undefinedErrors('of %s is told')),
    rule(
      'es10 2 ICCID',
      'every ICCID in the form of EF.ICCID',
      at('shared/identifiers/numbers')('%s is %s in EF.ICCID'),
    ),
    rule(
      'es10 2 E3',
      'the members of ProfileInfo in their order',
      profiles('is that of es10.md §2'),
      listing('all at once come in the order'),
    ),
  ],
};
