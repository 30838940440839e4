import { describe, expect, it } from 'vitest';

import type { ConsentAnswer, ConsentQuestion, LpaHost } from '#device-sim/lpa/index';
import { judgeProfilePolicyRules } from '#device-sim/lpa/download/profile-policy-rules';
import { encode } from '#shared/asn1/index';
import { fromHex } from '#shared/bytes/bytes';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import { Bench, bpp, honest, iccid, metadata } from './bench.ts';
import { executed } from './scripted-server.ts';

type Operator = { readonly mccMnc: string; readonly gid1?: string; readonly gid2?: string };

const operator = ({ mccMnc, gid1, gid2 }: Operator) => ({
  mccMnc: fromHex(mccMnc),
  ...(gid1 === undefined ? {} : { gid1: fromHex(gid1) }),
  ...(gid2 === undefined ? {} : { gid2: fromHex(gid2) }),
});

const withRules = (
  profilePolicyRules: NonNullable<StoreMetadataRequest['profilePolicyRules']>,
  owner: Operator | undefined = { mccMnc: '00F110' },
): StoreMetadataRequest => ({ ...metadata, profilePolicyRules, profileOwner: operator(owner) });

const rule = (pprIds: readonly ('ppr1' | 'ppr2')[], allowed: readonly Operator[], consent = false) => ({
  pprIds,
  allowedOperators: allowed.map(operator),
  pprFlags: consent ? (['consentRequired'] as const) : [],
});

describe('the Rules Authorisation Table (SGP.22 §2.9.2)', () => {
  it('forbids a rule that no entry allows', () => {
    expect(judgeProfilePolicyRules(withRules(['ppr1']), [])).toEqual({
      forbidden: ['ppr1'],
      needConsent: [],
    });
    const other = rule(['ppr2'], [{ mccMnc: '00F110' }]);
    expect(judgeProfilePolicyRules(withRules(['ppr1', 'ppr2']), [other]).forbidden).toEqual(['ppr1']);
  });

  it('lets the first entry that fits decide about consent', () => {
    const table = [
      rule(['ppr1'], [{ mccMnc: '62F220' }], true),
      rule(['ppr1'], [{ mccMnc: '00F110' }]),
      rule(['ppr1'], [{ mccMnc: '00F110' }], true),
    ];
    expect(judgeProfilePolicyRules(withRules(['ppr1']), table)).toEqual({ forbidden: [], needConsent: [] });
  });

  it('says nothing about pprUpdateControl and about profiles without rules', () => {
    expect(judgeProfilePolicyRules(withRules(['pprUpdateControl']), [])).toEqual({
      forbidden: [],
      needConsent: [],
    });
    expect(judgeProfilePolicyRules(metadata, [])).toEqual({ forbidden: [], needConsent: [] });
  });

  it('forbids rules of a profile without an owner', () => {
    const ownerless: StoreMetadataRequest = { ...metadata, profilePolicyRules: ['ppr1'] };
    expect(judgeProfilePolicyRules(ownerless, [rule(['ppr1'], [{ mccMnc: 'EEEEEE' }])]).forbidden).toEqual([
      'ppr1',
    ]);
  });

  it.each([
    ['the same operator', { mccMnc: '00F110' }, { mccMnc: '00F110' }, true],
    ['another network', { mccMnc: '00F120' }, { mccMnc: '00F110' }, false],
    ['any network of a country', { mccMnc: '00F1EE' }, { mccMnc: '00F110' }, true],
    ['any network of another country', { mccMnc: '62F2EE' }, { mccMnc: '00F110' }, false],
    ['anybody', { mccMnc: 'EEEEEE', gid1: '', gid2: '' }, { mccMnc: '00F110', gid1: '01' }, true],
    ['anybody without GIDs', { mccMnc: 'EEEEEE' }, { mccMnc: '00F110', gid1: '01' }, false],
    ['one GID1', { mccMnc: '00F110', gid1: '01' }, { mccMnc: '00F110', gid1: '01' }, true],
    ['another GID1', { mccMnc: '00F110', gid1: '02' }, { mccMnc: '00F110', gid1: '01' }, false],
    ['a GID1 where there is none', { mccMnc: '00F110', gid1: '02' }, { mccMnc: '00F110' }, false],
    ['another GID2', { mccMnc: '00F110', gid2: '02' }, { mccMnc: '00F110', gid2: '01' }, false],
  ])('that allows %s', (_who, allowed: Operator, owner: Operator, fits) => {
    const { forbidden } = judgeProfilePolicyRules(withRules(['ppr1'], owner), [rule(['ppr1'], [allowed])]);
    expect(forbidden).toEqual(fits ? [] : ['ppr1']);
  });
});

describe('a download of a profile with rules', () => {
  const shown = withRules(['ppr1']);

  function offering(): Bench {
    const bench = new Bench();
    bench.server.on('authenticateClient', executed(honest.authenticateClient(shown)));
    const whole = bpp([encode(StoreMetadataRequest, shown)]);
    bench.server.on('getBoundProfilePackage', executed(honest.getBoundProfilePackage(whole)));
    return bench;
  }

  function asking(...answers: ConsentAnswer[]): { host: LpaHost; questions: ConsentQuestion[] } {
    const questions: ConsentQuestion[] = [];
    const consent = async (question: ConsentQuestion) => {
      questions.push(question);
      return answers.shift() ?? 'timeout';
    };
    return { host: { consent, confirmationCode: async () => undefined, stage: () => undefined }, questions };
  }

  it('asks for the profile, then for the rules that need consent', async () => {
    const { host, questions } = asking('accept', 'accept');
    expect(await offering().download({ host })).toMatchObject({ ok: true });
    const question = {
      profile: { iccid, serviceProviderName: 'ACME', profileName: 'Plan A', profileClass: 'operational' },
      smdpAddress: 'smdp.example.com',
      profilePolicyRules: ['ppr1'],
    };
    expect(questions).toEqual([
      { about: 'profile', ...question },
      { about: 'profilePolicyRules', ...question },
    ]);
  });

  it('does not ask for rules that were accepted beforehand', async () => {
    const { host, questions } = asking('accept');
    expect(await offering().download({ host, acceptPpr: true })).toMatchObject({ ok: true });
    expect(questions).toHaveLength(1);
  });

  it('is rejected when the rules are', async () => {
    const bench = offering();
    const { host } = asking('accept', 'reject');
    await expect(bench.download({ host })).rejects.toMatchObject({ cancelled: 'endUserRejection' });
  });

  it('is cancelled with pprNotAllowed when the table forbids them, and nobody is asked', async () => {
    const bench = offering();
    bench.card.on(0xbf43, fromHex('BF4302A000'));
    const { host, questions } = asking('accept');
    await expect(bench.download({ host })).rejects.toMatchObject({
      stage: 'consent',
      status: 'PolicyViolation',
      cancelled: 'pprNotAllowed',
    });
    expect(questions).toEqual([]);
    expect(bench.card.sent('BF41')[0]?.slice(-6)).toBe('810103');
    expect(bench.server.called.at(-1)).toBe('cancelSession');
  });

  it('does not read the table for a profile without rules', async () => {
    const bench = new Bench();
    await bench.download();
    expect(bench.card.sent('BF43')).toEqual([]);
  });
});
