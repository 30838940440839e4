import { scenarioJsonSchema } from '#scenarios/language/index';
import { expectations } from '#scenarios/steps/expectations/all';
import { verbs } from '#scenarios/steps/verbs';

/** A part of a JSON Schema. */
type Schema = Readonly<Record<string, unknown>>;

/** Every word of scenario files, printed from their schema. @param made the line that says so */
export function scenarioWordsPage(made: string): string {
  const schema = scenarioJsonSchema();
  const step = stepOf(schema);
  const expect = memberOf(step, 'expect');
  return `# Words of scenario files

${made}

How a file is built is told in [Write a scenario](write-a-scenario.md). Editors complete these words by \`esimlab/scenario.schema.json\`.

## What is given: \`world\`

Everything has a default.

${list(membersOf(memberOf(schema, 'world')))}

## What is done: the verbs

${verbs
  .filter(({ word }) => word !== 'expect')
  .map(({ word, says, example }) => section(word, says, [`- ${example}`], memberOf(step, word)))
  .join('\n')}

## What has to be: the members of \`expect\`

${list(['on', 'within'].flatMap((word) => lineOf(word, memberOf(expect, word), '')))}

${expectations
  .map(({ word, says, examples }) => section(word, says, examples, memberOf(expect, word)))
  .join('\n')}
`;
}

function section(word: string, says: string, examples: readonly string[], schema: Schema): string {
  const members = alternativesOf(schema).flatMap((each) => membersOf(each));
  const alone = members.length > 0 ? '' : `Behind it: ${wordsOf(schema)}.\n`;
  return `### ${word}

${says}

\`\`\`yaml
${examples.join('\n')}
\`\`\`

${alone}${list(members)}
`;
}

const list = (lines: readonly string[]): string => lines.join('\n');

function membersOf(schema: Schema, indent = ''): readonly string[] {
  return Object.entries((schema['properties'] ?? {}) as Record<string, Schema>).flatMap(([word, member]) =>
    lineOf(word, member, indent),
  );
}

function lineOf(word: string, schema: Schema, indent: string): readonly string[] {
  const { description } = schema;
  const says = typeof description === 'string' ? `. ${description}` : '';
  const inside = alternativesOf(schema).flatMap((each) => membersOf(each, `${indent}  `));
  return [`${indent}- \`${word}\`: ${wordsOf(schema)}${says}`, ...(inside.length > 40 ? [] : inside)];
}

/** What may stand there, in words. */
function wordsOf(schema: Schema): string {
  if (typeof schema['title'] === 'string') return schema['title'];
  if (typeof schema['$ref'] === 'string') return 'a list of steps';
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 1) return [...new Set(alternatives.map(wordsOf))].join(' | ');
  if (Array.isArray(schema['enum'])) return shortened(schema['enum'].map((each) => `\`${String(each)}\``));
  if ('const' in schema) return `\`${String(schema['const'])}\``;
  if (schema['type'] === 'array') return `a list of ${wordsOf((schema['items'] ?? {}) as Schema)}`;
  if (schema['type'] === 'object' && 'properties' in schema) return 'these members';
  if (schema['type'] === 'object')
    return `by name ${wordsOf((schema['additionalProperties'] ?? {}) as Schema)}`;
  return kinds[String(schema['type'])] ?? 'anything';
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: '`true` or `false`',
  null: 'nothing',
};

function shortened(words: readonly string[]): string {
  return words.length > 20
    ? `a name of the specification, ${words.slice(0, 3).join(', ')} …`
    : words.join(' | ');
}

function alternativesOf(schema: Schema): readonly Schema[] {
  const { anyOf } = schema;
  return Array.isArray(anyOf) ? (anyOf as readonly Schema[]).flatMap(alternativesOf) : [schema];
}

function memberOf(schema: Schema, word: string): Schema {
  const found = alternativesOf(schema)
    .map(({ properties }) => (properties as Record<string, Schema> | undefined)?.[word])
    .find((member) => member !== undefined);
  if (found === undefined) throw new Error(`the schema has no word "${word}"`);
  return found;
}

/** The schema of a step: lists of steps stand within steps, so it has a name of its own. */
function stepOf(schema: Schema): Schema {
  let steps = memberOf(schema, 'steps');
  while (typeof steps['$ref'] === 'string')
    steps = steps['$ref']
      .split('/')
      .slice(1)
      .reduce((each, name) => each[name] as Schema, schema);
  return steps['items'] as Schema;
}
