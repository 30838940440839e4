import { describe, expect, it } from 'vitest';

import { junitReport } from '#scenarios/runner/index';

import { aRun, failed, scenarioResult } from './run-result.ts';

describe('the report for JUnit', () => {
  const lines = junitReport(aRun)
    .split('\n')
    .map((line) => line.trim());

  it('counts in the suite', () => {
    expect(lines).toContain(
      '<testsuite name="esimlab" tests="3" failures="1" errors="0" skipped="1" time="1.500">',
    );
    expect(lines).toContain('<property name="seed" value="1"/>');
  });

  it('has a test case for each scenario, in the class of its file', () => {
    expect(lines.filter((line) => line.startsWith('<testcase'))).toHaveLength(3);
    expect(lines.join('\n')).toContain(
      '<testcase classname="flows/now.yaml" name="A profile at once" file="flows/now.yaml" time="0.250">',
    );
  });

  it('says where and why one failed, with what XML takes for itself written as entities', () => {
    expect(lines.join('\n')).toContain(
      '<failure message="profile: &quot;line&quot; is &lt;absent&gt; &amp; not enabled,&#10;100%" type="expectation">flows/later.yaml:12:5: ',
    );
  });

  it('says why one was skipped', () => {
    expect(lines.join('\n')).toContain('<skipped message="there is no browser on this machine"/>');
  });

  it('leaves out what XML cannot have', () => {
    const message = 'bell \u0007, escape \u001b, tab \t';
    const failure = { message, byExpectation: false };
    const report = junitReport({ ...aRun, scenarios: [{ ...failed, failure }, scenarioResult()] });
    expect(report).toContain('message="bell \ufffd, escape \ufffd, tab \t" type="step"');
  });
});
