import type { RuleGroup } from '../rule.ts';
import { at, lines, rule, unreached } from '../rule.ts';

const rules = at('device-sim/euicc/es10c/profile-rules');
const refresh = at('device-sim/euicc/cat/refresh');
const packages = at('device-sim/euicc/es10b/refused-packages');
const policy = at('device-sim/euicc/profiles/policy-rules');
const classes = at('device-sim/euicc/es10c/test-and-provisioning');
const lpaPolicy = at('device-sim/lpa/profile-policy-rules');

/** Profile Policy Rules, RAT, Test Profiles, memory reset (SGP.22 §2.4.5, §2.9, §5.7.19). */
export const policyRules: RuleGroup = {
  digest: 'es10',
  title: 'Profile Policy Rules, RAT, Test Profiles, memory reset (SGP.22 §2.4.5, §2.9, §5.7.19)',
  rules: [
    rule(
      'es10 5 PPR control',
      'pprUpdateControl says nothing at installation',
      policy('pprUpdateControl says nothing'),
      lpaPolicy('says nothing about pprUpdateControl'),
    ),
    rule(
      'es10 5 PPR owner',
      'rules need an owner',
      packages('policy rules name no owner'),
      lpaPolicy('forbids rules of a profile without'),
      lines(64),
    ),
    rule(
      'es10 5 PPR IMSI',
      'rules need EF.IMSI in the Profile',
      at('device-sim/euicc/es10b/metadata')('need EF.IMSI in the Profile'),
    ),
    rule(
      'es10 5 PPR1 alone',
      'PPR1 beside an operational Profile, or another PPR1: 15',
      packages('PPR1 beside an operational', 'PPR1 beside a provisioning'),
    ),
    rule(
      'es10 5 PPR forbidden',
      'a rule in forbiddenProfilePolicyRules: 15',
      packages('the card forbids PPR1'),
    ),
    rule(
      'es10 5 RAT first',
      'the first entry that fits decides',
      lpaPolicy('lets the first entry'),
      policy('allows %s'),
    ),
    rule(
      'es10 5 RAT pattern',
      'E in the network code fits any digit',
      policy('any operator', 'any digits of the network code', 'a pattern with another digit'),
    ),
    rule(
      'es10 5 RAT groups',
      'absent fits absent, empty fits any',
      policy(
        'an absent group for a present one',
        'an empty group for a present one',
        'an empty group for an absent one',
      ),
    ),
    rule(
      'es10 5 RAT none',
      'nothing fits: 15',
      packages('the RAT has nothing'),
      lpaPolicy('forbids a rule that no entry'),
      lines(64),
    ),
    rule('es10 5 RAT both', 'both rules need to be allowed', policy('both rules need')),
    rule(
      'es10 5 RAT consent',
      'pprFlags bit 0: the user is asked',
      lpaPolicy('lets the first entry', 'asks for the profile, then'),
      at('scenarios/world/consent')('is asked for a second time'),
    ),
    rule(
      'es10 5 RAT LPA',
      'the LPA looks before, and cancels with pprNotAllowed',
      lpaPolicy('is cancelled with pprNotAllowed'),
      lines(165),
    ),
    unreached(
      'es10 5 UpdateMetadata',
      'ES6.UpdateMetadata: rules can only be removed',
      'ES6 is over the air; there is no SM-SR or OTA platform here',
    ),
    rule(
      'es10 5 mccMnc',
      'TS 24.008: 001/01 is 00F110',
      at('shared/identifiers/names')('is read with a slash'),
    ),
    rule(
      'es10 5 test key',
      'class test with another key: 14',
      packages('a test Profile has a key of its own'),
      classes('a test Profile with the well-known keys', 'a test Profile with a key of its own'),
      lines(72, 73),
    ),
    rule(
      'es10 5 test support',
      'class test where it is not supported: 6',
      packages('the card takes no test Profiles'),
      classes('needs testProfileSupport'),
    ),
    rule(
      'es10 5 test PPR1',
      'a Test Profile is enabled whatever PPR1',
      rules('PPR1 of the enabled Profile'),
      lines(81),
    ),
    rule(
      'es10 5 test hidden',
      'shown by GetProfilesInfo, hidden by the LPA',
      at('device-sim/lpa/profiles')('are shown without provisioning'),
    ),
    rule(
      'es10 5 reset bits',
      'bits 0, 1, 2 each alone',
      rules('deletes %s, enabled'),
      classes('operational Profiles and the address', 'bits of a later version only'),
      at('device-sim/euicc/es10a/addresses')('a memory reset returns'),
      lines(90),
    ),
    rule(
      'es10 5 reset rules',
      'PPRs do not hold it; an enabled one goes, then REFRESH',
      rules('deletes %s, enabled'),
      refresh('a memory reset that removes the enabled profile asks'),
      lines(91),
    ),
    rule('es10 5 reset nothing', 'nothing fits: 1', rules('nothing to delete is 1'), lines(90)),
    rule(
      'es10 5 reset notifications',
      'deletions are told; what waits and its numbers survive',
      rules('what waits for delivery stays'),
    ),
    rule('es10 5 reset provisioning', 'provisioning Profiles survive', rules('deletes %s, enabled')),
  ],
};
