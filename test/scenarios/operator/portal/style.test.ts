import { describe, expect, it } from 'vitest';
import { PortalBench } from './bench.ts';

type Colours = Readonly<Record<string, string>>;

/** What is read on what, and the least contrast of WCAG 2.2 AA: 4.5 for text, 3 for edges. */
const pairs = [
  ['ink', 'paper', 4.5],
  ['soft', 'paper', 4.5],
  ['accent', 'paper', 4.5],
  ['ink', 'wash', 4.5],
  ['soft', 'wash', 4.5],
  ['ink', 'bad-wash', 4.5],
  ['soft', 'bad-wash', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-strong', 4.5],
  ['on-poster', 'poster', 4.5],
  ['edge', 'paper', 3],
  ['edge', 'wash', 3],
  ['bad', 'paper', 3],
] as const;

/** So many lit waves lie behind a text at most, at this opacity. */
const waves = { count: 4, opacity: 0.12 };

describe('portal: the style', () => {
  it.each(['light', 'dark'] as const)('%s colours are told apart', async (scheme) => {
    const colours = (await coloursOf())[scheme];
    for (const [text, ground, least] of pairs)
      expect(contrast(rgb(colours, text), rgb(colours, ground)), `${text} on ${ground}`).toBeGreaterThan(
        least,
      );
    let ground = rgb(colours, 'poster');
    for (let count = 0; count < waves.count; count += 1)
      ground = blend(ground, rgb(colours, 'wave'), waves.opacity);
    expect(contrast(rgb(colours, 'on-poster'), ground)).toBeGreaterThan(4.5);
  });

  it('whoever wants no motion gets none', async () => {
    expect(await styleSheet()).toMatch(
      /prefers-reduced-motion: reduce\) \{\s*\*[^{]*\{ animation: none !important;/,
    );
  });

  it('nothing is loaded by it', async () => {
    expect(await styleSheet()).not.toMatch(/url\(|@import/);
  });
});

async function styleSheet(): Promise<string> {
  await using bench = await PortalBench.open();
  const purchase = await bench.launch();
  const { text } = await bench.get(`${purchase}/sign-in`);
  return (await bench.get(/\/assets\/portal-\w+\.css/.exec(text)?.[0] ?? '')).text;
}

/** The custom properties of the two schemes: the first block and the one after it. */
async function coloursOf(): Promise<{ readonly light: Colours; readonly dark: Colours }> {
  const [, first = '', second = ''] = (await styleSheet()).split(':root {');
  const read = (block: string): Colours =>
    Object.fromEntries<string>(
      [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name ?? '', value ?? '']),
    );
  return { light: read(first), dark: { ...read(first), ...read(second) } };
}

type Rgb = readonly [number, number, number];

function rgb(colours: Colours, name: string): Rgb {
  const hex = colours[name] ?? '';
  return [parseInt(hex.slice(1, 3), 16), parseInt(hex.slice(3, 5), 16), parseInt(hex.slice(5, 7), 16)];
}

function blend(below: Rgb, above: Rgb, opacity: number): Rgb {
  const mix = (index: 0 | 1 | 2): number => below[index] * (1 - opacity) + above[index] * opacity;
  return [mix(0), mix(1), mix(2)];
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG 2.2, "relative luminance". */
function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
