import type { CardState } from '#device-sim/euicc/index';
import { openCardStore } from '#device-sim/euicc/index';
import type { Order } from '#smdp/index';
import { openSmdpStore } from '#smdp/index';

/** What lies in a card file. */
export async function readCard(file: string): Promise<CardState> {
  const store = await openCardStore(file);
  try {
    const card = await store.read();
    if (card === undefined) throw new Error(`there is no card in ${file}`);
    return card;
  } finally {
    await store.close();
  }
}

/** What lies in an order file. */
export async function readOrders(file: string): Promise<readonly Order[]> {
  const store = await openSmdpStore(file);
  try {
    return await store.where({});
  } finally {
    await store.close();
  }
}
