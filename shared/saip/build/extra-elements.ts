import { filled, fromHex } from '#shared/bytes/bytes';

import type { ProfileElement } from '../profile-elements.ts';
import { mfRules, reference, shortest } from './recipe.ts';

const testKey = fromHex('000102030405060708090A0B0C0D0E0F');
const longestFile = 30_000;

/** A directory of the operator with files of the given number of octets in all. */
export function fillElement(octets: number, identification: number): ProfileElement {
  const sizes = Array.from({ length: Math.ceil(octets / longestFile) }, (_, at) =>
    Math.min(longestFile, octets - at * longestFile),
  );
  return {
    genericFileManagement: {
      header: { identification },
      fileManagementCMD: [
        [
          { filePath: new Uint8Array(0) },
          {
            createFCP: {
              fileDescriptor: fromHex('7821'),
              fileID: fromHex('7F66'),
              securityAttributesReferenced: reference(mfRules, 14),
              pinStatusTemplateDO: fromHex('010A'),
            },
          },
          { filePath: fromHex('7F66') },
          ...sizes.flatMap((size, at) => [
            {
              createFCP: {
                fileDescriptor: fromHex('4121'),
                fileID: fromHex(`6F${(0x80 + at).toString(16)}`),
                securityAttributesReferenced: reference(mfRules, 10),
                efFileSize: shortest(size),
                shortEFID: new Uint8Array(0),
              },
            },
            { fillFileContent: filled(size, 0xa5) },
          ]),
        ],
      ],
    },
  };
}

/** The operator's security domain with published test keys: 3 AES keys of version 2. */
export function securityDomainElement(identification: number): ProfileElement {
  return {
    securityDomain: {
      header: { identification },
      instance: {
        applicationLoadPackageAID: fromHex('A0000001515350'),
        classAID: fromHex('A000000151535041'),
        instanceAID: fromHex('A000000151000000'),
        applicationPrivileges: fromHex('82DC00'),
        lifeCycleState: fromHex('0F'),
        applicationSpecificParametersC9: fromHex('810280008201F08301F08701F0'),
        applicationParameters: {
          uiccToolkitApplicationSpecificParametersField: fromHex('010000000002010206B2010000000000'),
        },
      },
      keyList: [0x18, 0x14, 0x48].map((usage, at) => ({
        keyUsageQualifier: new Uint8Array([usage]),
        keyIdentifier: new Uint8Array([at + 1]),
        keyVersionNumber: fromHex('02'),
        keyComponents: [{ keyType: fromHex('88'), keyData: testKey }],
      })),
    },
  };
}
