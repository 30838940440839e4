import type { RunResult, ScenarioResult } from '../result.ts';
import { placeOf } from './place.ts';

/** A run as JUnit's XML, as CI systems read it: one test suite, each scenario a test case. */
export function junitReport({ scenarios, failed, skipped, wallSeconds, seed, traceHash }: RunResult): string {
  const counts = { tests: scenarios.length, failures: failed, errors: 0, skipped };
  const all = attributes({ name: 'esimlab', ...counts, time: wallSeconds.toFixed(3) });
  const properties = Object.entries({ seed, traceHash }).map(
    ([name, value]) => `      <property${attributes({ name, value })}/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${all}>`,
    `  <testsuite${all}>`,
    '    <properties>',
    ...properties,
    '    </properties>',
    ...scenarios.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(result: ScenarioResult): string {
  const { name, file, wallSeconds } = result;
  const head = attributes({ classname: file, name, file, time: wallSeconds.toFixed(3) });
  return `    <testcase${head}>${insideOf(result)}</testcase>`;
}

function insideOf({ outcome, failure, reason = '', because, seed, virtualSeconds }: ScenarioResult): string {
  if (outcome === 'skipped') return `<skipped${attributes({ message: reason })}/>`;
  const why = because === undefined ? '' : `because ${because}\n`;
  const said = escaped(`${why}seed ${seed}, ${virtualSeconds} s of virtual time`);
  const output = `<system-out>${said}</system-out>`;
  if (failure === undefined) return output;
  const type = failure.byExpectation ? 'expectation' : 'step';
  const inside = escaped(`${placeOf(failure)}${failure.message}\n${why}`.trim());
  return `<failure${attributes({ message: failure.message, type })}>${inside}</failure>${output}`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(`${value}`)}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** XML 1.0 §2.2 knows no other control characters than tab and line ends. */
function escaped(text: string): string {
  const readable = text.replace(/[^\P{Cc}\t\r\n]|[\ufffe\uffff]/gu, '\ufffd');
  return readable.replace(/[&<>"\n]/g, (each) => entities[each] ?? each);
}
