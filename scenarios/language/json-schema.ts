import { z } from 'zod';

import { scenarioWords } from './scenario-words.ts';

/** The JSON Schema of a scenario file, for editors. */
export function scenarioJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(scenarioWords, { io: 'input', unrepresentable: 'any' });
  return { $schema, title: 'A scenario of esimlab', ...schema };
}
