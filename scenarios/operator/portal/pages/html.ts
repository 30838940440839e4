import { htmlText } from '#shared/runtime/html-text';

/** Markup that is escaped already. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | false | undefined | readonly Markup[];

/** Markup with every text in it escaped; `false` and `undefined` are nothing. */
export function html(fixed: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const markup = fixed.map((text, index) => text + written(parts[index]));
  return { markup: markup.join('') };
}

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return htmlText(`${part}`);
  if ('markup' in part) return part.markup;
  return part.map(({ markup }) => markup).join('');
}
