import type { CommitHook } from '#shared/storage/sqlite-file';

import type { CardState } from './card-state.ts';
import type { CardStore } from './card-store.ts';
import { applied } from './card-store.ts';

/** A card's memory for the life of the process. The hook hears of each commit, as that of a database does. */
export function memoryCardStore(options: { readonly onCommit?: CommitHook } = {}): CardStore {
  let state: CardState | undefined;
  let commits = 0;
  return {
    read: async () => state,
    async commit(change) {
      const next = applied(state, change);
      commits += 1;
      const number = commits;
      options.onCommit?.({ when: 'before', number });
      state = next;
      options.onCommit?.({ when: 'after', number });
    },
    close: async () => undefined,
  };
}
