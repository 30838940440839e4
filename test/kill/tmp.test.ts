import { it } from 'vitest';
import { downloadWithDeath } from './episode.ts';
import { newFolder } from './folders.ts';
import { prepare } from './prepared.ts';
it('lists', { timeout: 400_000 }, async () => {
  const prepared = await prepare(newFolder());
  for (const death of [{side: 'device'}, {side: 'server'}, {side:'server', atOnce: true}] as const) {
    const clean = await downloadWithDeath(prepared, { ...death, atOnce: false });
    const t = performance.now();
    for (let point = 1; point <= clean.points.length; point += 1) {
      try {
      const end = await downloadWithDeath(prepared, { ...death, point });
      const { card, orders, heard, faults, tries } = end;
      console.log(JSON.stringify([death, clean.points[point-1], end.points.length, tries, orders.map(o=>o.state+o.deliveries.length), heard, card.registers.sequenceNumber, card.profiles.map(p=>p.state), card.notifications.length, card.retainedKeys.length, card.registers.loading, faults]));
      } catch (error) { console.log('THROWN', death, clean.points[point-1], error); }
    }
    console.log('time', performance.now()-t);
  }
});
