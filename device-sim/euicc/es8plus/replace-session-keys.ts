import type { Bytes } from '#shared/bytes/bytes';
import { ReplaceSessionKeysRequest } from '#shared/rsp/bound-profile-package';

import type { Loading } from '../session/session.ts';
import { readCommand } from './read-command.ts';

/** ES8+.ReplaceSessionKeys (SGP.22 §5.5.4, `BF26`): the segments that follow are under the PPK. @throws InstallFailed */
export function replaceSessionKeys({ load }: Loading, der: Bytes): void {
  const { initialMacChainingValue, ppkEnc, ppkCmac } = readCommand(
    'replaceSessionKeys',
    ReplaceSessionKeysRequest,
    der,
  );
  load.useKeys({ sEnc: ppkEnc, sMac: ppkCmac, initialMacChainingValue });
}
