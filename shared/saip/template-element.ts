import type { Schema, TaggedSchema } from '#shared/asn1/index';
import { context, oid, optional, sequence } from '#shared/asn1/index';

import { File } from './fcp.ts';
import { PeHeader } from './pe-header.ts';
import type { FileTemplate } from './templates/file-template.ts';

type Files = Readonly<Record<string, FileTemplate>>;
type RequiredNames<F extends Files> = {
  [K in keyof F]: F[K] extends { readonly required: true } ? K : never;
}[keyof F];

/** The value of an element that brings the files of a template. */
export type TemplateElement<F extends Files = Files> = {
  readonly header: PeHeader;
  /** OID of the template, `2.23.143.1.2.n`. */
  readonly templateID: string;
} & Readonly<Record<RequiredNames<F>, File>> &
  Readonly<Partial<Record<Exclude<keyof F, RequiredNames<F>>, File>>>;

/** Declares a template's element: header [0], template OID [1], then the files from [2] in the order of the table. */
export function templateElement<F extends Files>(name: string, files: F): TaggedSchema<TemplateElement<F>> {
  const members: Record<string, Schema<unknown> | { readonly optional: Schema<unknown> }> = {
    header: context(0, PeHeader),
    templateID: context(1, oid),
  };
  for (const [position, [member, template]] of Object.entries(files).entries()) {
    const file = context(position + 2, File) as Schema<unknown>;
    members[member] = template.required ? file : optional(file);
  }
  return sequence(name, members) as unknown as TaggedSchema<TemplateElement<F>>;
}
