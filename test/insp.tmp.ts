import { readFile } from 'node:fs/promises';
import { runInspect } from '../lab/cli/inspect/run-inspect.ts';
const io = { stdout: (t: string) => void process.stdout.write(t), stderr: (t: string) => void process.stderr.write(`ERR ${t}`),
  readFile: async (n: string) => { try { return new Uint8Array(await readFile(n)); } catch { return undefined; } } };
const args = process.argv.slice(2); const json = args.includes('--json'), secrets = args.includes('--secrets');
for (const a of args.filter(a => !a.startsWith('--'))) { console.log('##', a.slice(0, 90)); console.log(await runInspect(a, { json, secrets }, io)); }
