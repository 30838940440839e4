import { ContentCursor, freshContent } from './file-content.ts';
import type { GenericFileManagement } from './file-management-element.ts';
import type { Fcp } from './fcp.ts';
import { fileShape, isDirectory } from './file-shape.ts';
import type { FileNode } from './file-tree.ts';
import { LoadRefusal } from './load-refusal.ts';
import type { TreeBuilder } from './tree-builder.ts';
import { pathOf } from './tree-builder.ts';

type Command = GenericFileManagement['fileManagementCMD'][number][number];

/**
 * Works off the commands of generic file management: a path selects a directory, an FCP makes a file in it, content goes into that file.
 * Making a directory does not enter it.
 * @throws LoadRefusal (bad-values, not-enough-memory) with the number of the command.
 */
export function loadFileManagement(builder: TreeBuilder, element: GenericFileManagement): void {
  for (const commands of element.fileManagementCMD) {
    let open: OpenFile | undefined;
    for (const [number, command] of commands.entries()) {
      try {
        open = perform(builder, command, open);
      } catch (error) {
        if (!(error instanceof LoadRefusal)) throw error;
        throw error.at(open === undefined ? builder.directory : open.node.path, number);
      }
    }
    close(builder, open);
  }
}

interface OpenFile {
  readonly node: FileNode;
  readonly cursor: ContentCursor;
}

function perform(builder: TreeBuilder, command: Command, open: OpenFile | undefined): OpenFile | undefined {
  if (command.filePath !== undefined) {
    close(builder, open);
    enter(builder, pathOf(command.filePath));
    return undefined;
  }
  if (command.createFCP !== undefined) {
    close(builder, open);
    return create(builder, command.createFCP);
  }
  if (open === undefined) throw new LoadRefusal('bad-values', 'there is content but no file for it');
  if (command.fillFileOffset !== undefined) open.cursor.skip(command.fillFileOffset);
  if (command.fillFileContent !== undefined) open.cursor.write(command.fillFileContent);
  return open;
}

function enter(builder: TreeBuilder, path: string): void {
  if (builder.directoryAt(path) === undefined)
    throw new LoadRefusal('bad-values', `there is no directory ${path}`);
  builder.directory = path;
}

function create(builder: TreeBuilder, fcp: Fcp): OpenFile | undefined {
  const linked = fcp.linkPath !== undefined && fcp.linkPath.length > 0;
  const shape = fileShape(linked ? { ...fcp, efFileSize: new Uint8Array([0]) } : fcp, undefined);
  if (shape === undefined) throw new LoadRefusal('bad-values', 'nothing says how large the file is');
  const made = shape.kind === 'DF' && fcp.dfName !== undefined ? { ...shape, kind: 'ADF' as const } : shape;
  const content = freshContent(made, fcp, undefined);
  const node = builder.add({ parent: builder.directory, fcp, shape: made, content });
  if (isDirectory(made.kind) || linked) return undefined;
  return { node, cursor: new ContentCursor(content, made.size) };
}

function close(builder: TreeBuilder, open: OpenFile | undefined): void {
  if (open !== undefined) builder.fill(open.node, open.cursor.content);
}
