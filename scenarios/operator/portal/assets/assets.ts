import { createHash } from 'node:crypto';
import { cancelledScript } from './script/cancelled.ts';
import { connectScript } from './script/connect.ts';
import { formsScript } from './script/forms.ts';
import { planScript } from './script/plan.ts';
import { windowScript } from './script/window.ts';
import { markIcon } from './mark-icon.ts';
import { base } from './style/base.ts';
import { frame } from './style/frame.ts';
import { parts } from './style/parts.ts';
import { progress } from './style/progress.ts';

const script = 'text/javascript; charset=utf-8';

const files = {
  'portal.css': { type: 'text/css; charset=utf-8', content: base + parts + progress + frame },
  'window.js': { type: script, content: windowScript },
  'forms.js': { type: script, content: formsScript },
  'plan.js': { type: script, content: planScript },
  'connect.js': { type: script, content: connectScript },
  'cancelled.js': { type: script, content: cancelledScript },
  'mark.svg': { type: 'image/svg+xml', content: markIcon },
} as const;

export type AssetName = keyof typeof files;

interface Asset {
  readonly type: string;
  readonly content: string;
}

/** The files that pages load. Each has the digest of its content in its name, so that it may be kept for ever. */
export interface Assets {
  /** The path of a file. */
  readonly link: (name: AssetName) => string;
  /** The file of a name with its digest, `portal-1a2b3c4d5e6f.css`. */
  readonly find: (name: string) => Asset | undefined;
}

export function assetsOf(): Assets {
  const names = Object.keys(files) as AssetName[];
  const hashed = new Map(names.map((name) => [name, withDigest(name, files[name].content)]));
  const byHashed = new Map(names.map((name) => [hashed.get(name), files[name]]));
  return { link: (name) => `/assets/${hashed.get(name) ?? name}`, find: (name) => byHashed.get(name) };
}

function withDigest(name: string, content: string): string {
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return name.replace('.', `-${digest}.`);
}
