import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CallExpression, Expression, Node } from 'typescript';
import {
  createSourceFile,
  forEachChild,
  isCallExpression,
  isIdentifier,
  isPropertyAccessExpression,
  isStringLiteralLike,
  isTemplateExpression,
  isVariableDeclaration,
  ScriptTarget,
} from 'typescript';

const folder = fileURLToPath(new URL('../', import.meta.url));

/** The test files under `under`, named from the folder of the tests on, without `.test.ts`. */
export function testFiles(under: string): string[] {
  return readdirSync(folder + under, { recursive: true, encoding: 'utf8' })
    .map((file) => `${under}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.test.ts'.length))
    .sort();
}

/** Whether tests of a file have a server refuse, instead of bringing the refusal about. */
export function ordersRefusals(file: string): boolean {
  return /\.next\([^()]*\)\s*\.refuse\(/.test(readFileSync(`${folder}${file}.test.ts`, 'utf8'));
}

const known = new Map<string, readonly string[]>();

/**
 * The titles of the tests of a file as its source has them, places for values being `…`; where a test is run for each
 * row of a table, the texts of that table too. Throws where there is no such file.
 */
export function titlesOf(file: string): readonly string[] {
  const read = known.get(file);
  if (read !== undefined) return read;
  const source = createSourceFile(
    file,
    readFileSync(`${folder}${file}.test.ts`, 'utf8'),
    ScriptTarget.Latest,
  );
  const tables = new Map<string, Node>();
  const titles: string[] = [];
  const visit = (node: Node): void => {
    if (isVariableDeclaration(node) && isIdentifier(node.name) && node.initializer !== undefined) {
      tables.set(node.name.text, node.initializer);
    }
    if (isCallExpression(node) && isTest(node.expression)) {
      const table = tableOf(node);
      titles.push(...textsIn(node.arguments[0]));
      titles.push(...textsIn(table), ...namedIn(table).flatMap((name) => textsIn(tables.get(name))));
    }
    forEachChild(node, visit);
  };
  visit(source);
  known.set(file, titles);
  return titles;
}

/** `it` itself, or what `it.each(…)`, `it.skipIf(…)`, `it.runIf(…).each(…)` gave. */
function isTest(callee: Expression): boolean {
  if (isIdentifier(callee)) return callee.text === 'it';
  if (isCallExpression(callee)) {
    return isPropertyAccessExpression(callee.expression) && isTest(callee.expression.expression);
  }
  return false;
}

/** What is given to `each`. */
function tableOf({ expression }: CallExpression): Node | undefined {
  return isCallExpression(expression) ? expression.arguments[0] : undefined;
}

/** Every name in a node: of a table that is declared elsewhere in the file, or of what goes into one. */
function namedIn(node: Node | undefined): string[] {
  if (node === undefined) return [];
  if (isIdentifier(node)) return [node.text];
  const names: string[] = [];
  forEachChild(node, (child) => {
    names.push(...namedIn(child));
  });
  return [...new Set(names)];
}

/** Every text in a node, from the outside in. */
function textsIn(node: Node | undefined): string[] {
  if (node === undefined) return [];
  if (isStringLiteralLike(node)) return [node.text];
  const texts: string[] = [];
  if (isTemplateExpression(node)) {
    texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…'));
  }
  forEachChild(node, (child) => {
    texts.push(...textsIn(child));
  });
  return texts;
}
