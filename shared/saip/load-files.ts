import { loadFileManagement } from './load-file-management.ts';
import { loadTemplate } from './load-template.ts';
import type { ProfileElement } from './profile-elements.ts';
import { templateOf } from './profile-elements.ts';
import type { TreeBuilder } from './tree-builder.ts';

/** Makes the files of an element, if it has any. @throws LoadRefusal */
export function loadFiles(builder: TreeBuilder, element: ProfileElement): void {
  if (element.genericFileManagement !== undefined) loadFileManagement(builder, element.genericFileManagement);
  const template = templateOf(element);
  if (template !== undefined) loadTemplate(builder, template.name, template.value);
}
