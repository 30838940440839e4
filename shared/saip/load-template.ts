import type { File } from './fcp.ts';
import { fcpOf, filledContent } from './file-content.ts';
import type { FileShape } from './file-shape.ts';
import { fileShape, isDirectory } from './file-shape.ts';
import { LoadRefusal } from './load-refusal.ts';
import type { TemplateName } from './profile-elements.ts';
import type { TemplateElement } from './template-element.ts';
import type { FileTemplate } from './templates/file-template.ts';
import type { Template } from './templates/templates.ts';
import { templateByOid } from './templates/templates.ts';
import type { TreeBuilder } from './tree-builder.ts';
import { mfPath } from './tree-builder.ts';

/**
 * Makes the files of a template's element, in its order. Directories after the first lie in the first.
 * @throws LoadRefusal (template-not-supported, bad-values, not-enough-memory) with the file's position.
 */
export function loadTemplate(builder: TreeBuilder, name: TemplateName, element: TemplateElement): void {
  const template = templateByOid(element.templateID);
  if (template === undefined)
    throw new LoadRefusal('template-not-supported', `no template is known by ${element.templateID}`);
  if (template.element !== name)
    throw new LoadRefusal('bad-values', `${element.templateID} is the template of ${template.element}`);
  const files = element as unknown as Readonly<Record<string, File | undefined>>;
  const place: Place = { base: baseOf(builder, template), main: undefined, parent: undefined };
  if (template.place === 'application') place.parent = place.base;
  let position = 2;
  for (const [member, declared] of template.rows) {
    try {
      makeFile(builder, template, place, member, declared, files[member]);
    } catch (error) {
      if (!(error instanceof LoadRefusal)) throw error;
      throw error.at(member, position);
    }
    position += 1;
  }
  builder.directory = place.main ?? place.base;
}

interface Place {
  readonly base: string;
  /** The template's own directory. */
  main: string | undefined;
  /** Where the next file goes; undefined inside a directory that was not made. */
  parent: string | undefined;
}

function baseOf(builder: TreeBuilder, template: Template): string {
  if (template.place !== 'application') return mfPath;
  if (builder.application === undefined)
    throw new LoadRefusal('bad-values', `${template.element} comes before any application`);
  return builder.application;
}

function makeFile(
  builder: TreeBuilder,
  template: Template,
  place: Place,
  name: string,
  declared: FileTemplate,
  file: File | undefined,
): void {
  const skipped = isLeftOut(template, place, declared, file);
  if (isDirectory(declared.kind)) place.parent = undefined;
  if (skipped) return;
  const fcp = fcpOf(file ?? []);
  const shape = shapeOf(fcp, declared, file !== undefined);
  if (shape === undefined) return;
  const parent = isDirectory(declared.kind) ? (place.main ?? place.base) : place.parent;
  if (parent === undefined) throw new LoadRefusal('bad-values', `the directory of ${name} was not made`);
  const content = filledContent(shape, fcp, file ?? [], declared);
  const { path } = builder.add({ parent, fcp, shape, content, template: declared, name });
  if (!isDirectory(declared.kind)) return;
  place.parent = path;
  place.main ??= path;
}

/** `doNotCreate` has no effect on files of the MF. */
function isLeftOut(
  template: Template,
  place: Place,
  declared: FileTemplate,
  file: File | undefined,
): boolean {
  if (file === undefined) {
    if (!template.createdByDefault) return true;
    return isDirectory(declared.kind) ? declared.kind !== 'MF' : place.parent === undefined;
  }
  const inMf = place.parent === mfPath || declared.kind === 'MF';
  return !inMf && file.some((step) => step.doNotCreate !== undefined);
}

function shapeOf(
  fcp: ReturnType<typeof fcpOf>,
  declared: FileTemplate,
  mentioned: boolean,
): FileShape | undefined {
  const shape = fileShape(fcp, declared);
  if (fcp.linkPath !== undefined && fcp.linkPath.length > 0)
    return { kind: shape?.kind ?? declared.kind, size: 0 };
  if (shape === undefined && mentioned)
    throw new LoadRefusal('bad-values', 'nothing says how large the file is');
  return shape;
}
