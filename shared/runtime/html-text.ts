const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML shows it, between tags and in the value of an attribute in quotes. */
export function htmlText(text: string): string {
  return text.replace(/[&<>"']/g, (each) => entities[each] ?? each);
}
