import type { Fcp, File } from '../fcp.ts';
import { fcpOf } from '../file-content.ts';
import { templateOf } from '../profile-elements.ts';
import { templateByOid } from '../templates/templates.ts';
import type { Placed, ProfileFinding } from './finding.ts';
import { about } from './finding.ts';

/** Rules about single files as the package writes them. */
export function fileFindings(placed: readonly Placed[]): readonly ProfileFinding[] {
  return placed.flatMap((place) => [...templateFiles(place), ...managedFiles(place)]);
}

function templateFiles(place: Placed): ProfileFinding[] {
  const found = templateOf(place.element);
  const template = found === undefined ? undefined : templateByOid(found.value.templateID);
  if (found === undefined || template === undefined) return [];
  const files = found.value as unknown as Readonly<Record<string, File | undefined>>;
  return Object.keys(template.files).flatMap((name) => {
    const file = files[name];
    if (file === undefined) return [];
    const refused = file.some((step) => step.doNotCreate !== undefined);
    return [
      ...(refused && (!template.createdByDefault || template.element === 'mf')
        ? [about(place, 'do-not-create', 'doNotCreate has no effect here', name)]
        : []),
      ...fcpRules(place, fcpOf(file), name),
    ];
  });
}

function managedFiles(place: Placed): ProfileFinding[] {
  const commands = place.element.genericFileManagement?.fileManagementCMD.flat() ?? [];
  return commands.flatMap(({ createFCP }, number) =>
    createFCP === undefined ? [] : fcpRules(place, createFCP, `command ${number}`),
  );
}

function fcpRules(place: Placed, fcp: Fcp, file: string): ProfileFinding[] {
  const { fillPattern, repeatPattern } = fcp.proprietaryEFInfo ?? {};
  const size = fcp.efFileSize;
  const sfi = fcp.shortEFID?.[0];
  const directory = fcp.fileDescriptor !== undefined && ((fcp.fileDescriptor[0] ?? 0) & 0x3f) === 0x38;
  const wrong: readonly (readonly [boolean, string, string])[] = [
    [fillPattern !== undefined && repeatPattern !== undefined, 'one-pattern', 'two patterns for one file'],
    [size?.[0] === 0, 'size-shortest', 'the size is not in as few octets as hold it'],
    [sfi !== undefined && (sfi & 7) !== 0, 'sfi-coding', 'the low three bits of shortEFID are not zero'],
    [sfi !== undefined && (sfi >> 3 === 0 || sfi >> 3 === 31), 'sfi-range', 'an SFI is 1 to 30'],
    [directory && size !== undefined, 'directory-size', 'a directory has no size'],
    [
      directory && fcp.pinStatusTemplateDO === undefined,
      'pin-status',
      'a directory without pinStatusTemplateDO',
    ],
  ];
  return wrong.flatMap(([broken, rule, what]) => (broken ? [about(place, rule, what, file)] : []));
}
