import type { Bytes } from '#shared/bytes/bytes';
import type { OperatorId } from '#shared/rsp/common';
import type { LoadedProfile } from '#shared/saip/index';
import { fileAt } from '#shared/saip/index';
import { parsePlmn, plmnToBytes } from '#shared/identifiers/plmn';

/** The operator that EF.IMSI, EF.AD and the EFs of the group identifiers name (SGP.22 §5.7.15); none without an IMSI. */
export function ownerInFiles({ files, imsi }: LoadedProfile): OperatorId | undefined {
  if (imsi === undefined) return undefined;
  const usim = files.nodes.find(({ name }) => name === 'adf-usim')?.path ?? '';
  const content = (file: string): Bytes | undefined => fileAt(files, `${usim}/${file}`)?.content;
  const digits = content('6FAD')?.[3] === 3 ? 3 : 2;
  const gid1 = stated(content('6F3E'));
  const gid2 = stated(content('6F3F'));
  return {
    mccMnc: plmnToBytes(parsePlmn(`${imsi.slice(0, 3)}/${imsi.slice(3, 3 + digits)}`)),
    ...(gid1 && { gid1 }),
    ...(gid2 && { gid2 }),
  };
}

/** What stands in a file in front of its filling. */
function stated(content: Bytes | undefined): Bytes | undefined {
  const end = content?.findLastIndex((octet) => octet !== 0xff) ?? -1;
  return end === -1 ? undefined : content?.slice(0, end + 1);
}
