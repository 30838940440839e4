import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { htmlText } from '#shared/runtime/html-text';

describe('a text in HTML', () => {
  it('has entities in the place of what HTML takes for itself, and nothing else changed', () => {
    expect(htmlText(`<a href="x" title='y'>&amp; é</a>`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp; é&lt;/a&gt;',
    );
  });

  it('never opens a tag, ends an attribute or begins an entity of its own', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(htmlText(text).replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[&<>"']/);
      }),
    );
  });
});
