import { drawing } from './script-drawing.ts';

/** What the page does: shows the scenario of its address, unpacks and draws its messages, filters the list. */
export const script = `
'use strict';
(() => {
${drawing}
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const articles = all('article');

  async function unpack(id) {
    const packed = document.getElementById(id);
    if (packed === null) return undefined;
    const octets = Uint8Array.from(atob(packed.textContent), (each) => each.charCodeAt(0));
    const stream = new Blob([octets]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return JSON.parse(await new Response(stream).text());
  }

  async function show(id) {
    const article = document.getElementById(id) ?? document.getElementById(document.body.dataset.first);
    if (article === null) return;
    for (const each of articles) each.hidden = each !== article;
    for (const link of all('.list a, .strip a')) {
      const now = link.hash === '#' + article.id;
      link.classList.toggle('now', now);
      if (now) link.setAttribute('aria-current', 'true'); else link.removeAttribute('aria-current');
      if (now && link.closest('.list') !== null) link.scrollIntoView({ block: 'nearest' });
    }
    const room = article.querySelector('.sequence:empty');
    if (room === null) return;
    const sequence = await unpack(room.dataset.of);
    if (sequence !== undefined && room.childElementCount === 0) room.append(draw(sequence));
    room.classList.toggle('scrolls', room.scrollWidth > room.clientWidth);
  }

  addEventListener('hashchange', () => { void show(location.hash.slice(1)); scrollTo(0, Math.min(scrollY, document.querySelector('.columns').offsetTop)); });
  void show(location.hash.slice(1));

  document.addEventListener('change', ({ target }) => {
    if (target.matches('.small-too')) target.closest('article').querySelector('.seq')?.classList.toggle('all', target.checked);
  });
  document.addEventListener('click', ({ target }) => {
    if (target.matches('.open-all')) {
      const rows = all('.row', target.closest('article')).filter((row) => row.checkVisibility());
      const open = rows.some((row) => !row.open);
      for (const row of rows) row.open = open;
      target.textContent = open ? 'Close all' : 'Open all';
    }
    if (target.matches('.theme')) {
      const dark = getComputedStyle(document.documentElement).colorScheme === 'dark' ||
        (document.documentElement.dataset.theme === undefined && matchMedia('(prefers-color-scheme: dark)').matches);
      document.documentElement.dataset.theme = dark ? 'light' : 'dark';
    }
  });

  const chips = all('.chips button');
  const search = document.querySelector('.search');
  const filter = () => {
    const kind = chips.find((chip) => chip.ariaPressed === 'true').dataset.show;
    const words = search.value.toLowerCase().split(' ').filter(Boolean);
    for (const entry of all('.list li'))
      entry.hidden = !((kind === 'all' || entry.classList.contains(kind)) && words.every((word) => entry.dataset.words.includes(word)));
  };
  search.addEventListener('input', filter);
  for (const chip of chips) chip.addEventListener('click', () => {
    for (const each of chips) each.ariaPressed = String(each === chip);
    filter();
  });
  document.addEventListener('keydown', (event) => {
    if (event.target.matches('input') || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { j: 1, k: -1 }[event.key];
    const shown = all('.list li:not([hidden]) a');
    const next = shown[shown.findIndex((link) => link.classList.contains('now')) + (step ?? NaN)];
    if (next !== undefined) location.hash = next.hash;
  });
})();
`;
