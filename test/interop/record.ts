import { runRecorder } from './recorder.ts';

process.exitCode = await runRecorder(process.argv.slice(2), {
  environment: process.env,
  out: console.log,
  note: console.error,
});
