import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Lab } from './support.ts';
import { openLab } from './support.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

const send = (command: unknown) => lab.ask('POST', '/api/devices/device-1/apdu', { command });

describe('a command to the card of a device', () => {
  it('is answered by the card, with its status word', async () => {
    expect(await send('0070000001')).toEqual({ status: 200, json: { answer: '019000' } });
    expect(await send('01a4040010a0000005591010ffffffff8900000100')).toMatchObject({
      json: { answer: expect.stringMatching(/^61..$/) as unknown },
    });
    expect(await send('00708001')).toEqual({ status: 200, json: { answer: '9000' } });
    expect(await send('00ff0000')).toEqual({ status: 200, json: { answer: '6D00' } });
  });

  it.each(['', '0070', '00700000f', 'no hex at all', 7, null, '00'.repeat(30_001)])(
    'that is none (%#) is not sent',
    async (command) => {
      expect(await send(command)).toMatchObject({
        status: 400,
        json: { error: expect.stringMatching(/^the request is not understood: command: /) as unknown },
      });
    },
  );

  it('is for a device that there is', async () => {
    const { status } = await lab.ask('POST', '/api/devices/none/apdu', { command: '0070000001' });
    expect(status).toBe(404);
  });
});
