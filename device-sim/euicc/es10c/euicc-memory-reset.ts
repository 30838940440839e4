import { EuiccMemoryResetRequest, EuiccMemoryResetResponse } from '#shared/rsp/profile-management';
import type { ProfileClass } from '#shared/rsp/store-metadata';

import { interrupt } from '../es8plus/interruption.ts';
import { isdrFunction } from '../isdr/isdr-function.ts';
import { deletionOf } from '../profiles/deletion.ts';
import { classOf, isEnabled } from '../profiles/metadata.ts';

const results = { ok: 0, nothingToDelete: 1, catBusy: 5 } as const;

/** ES10c.eUICCMemoryReset (SGP.22 §5.7.19): rules of the Profiles do not count; what waits for delivery stays. */
export const euiccMemoryReset = isdrFunction({
  name: 'eUICCMemoryReset',
  request: EuiccMemoryResetRequest,
  response: EuiccMemoryResetResponse,
  async run(card, { resetOptions }) {
    await interrupt(card);
    const classes: ProfileClass[] = [];
    if (resetOptions.includes('deleteOperationalProfiles')) classes.push('operational');
    if (resetOptions.includes('deleteFieldLoadedTestProfiles')) classes.push('test');
    const doomed = card.state.profiles.filter((profile) => classes.includes(classOf(profile)));
    const { registers } = card.state;
    const factory = card.description.factoryDpAddress ?? '';
    const resetsAddress =
      resetOptions.includes('resetDefaultSmdpAddress') && registers.defaultDpAddress !== factory;
    if (doomed.length === 0 && !resetsAddress) return { result: results.nothingToDelete };
    const asksForRefresh = doomed.some(isEnabled);
    if (asksForRefresh && card.toolkit.busy) return { result: results.catBusy };
    const after = resetsAddress ? { ...registers, defaultDpAddress: factory } : registers;
    await card.commit(deletionOf(card, doomed, after));
    if (asksForRefresh) card.toolkit.refresh();
    return { result: results.ok };
  },
});
