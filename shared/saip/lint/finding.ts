import type { ProfileElement } from '../profile-elements.ts';
import { elementHeader, elementName } from '../profile-elements.ts';

/** What is wrong with a profile package, and where. */
export interface ProfileFinding {
  /** Place of the element in the package, from 0; absent when it is about the whole. */
  readonly index?: number;
  /** Name of the element as the definitions spell it. */
  readonly element?: string;
  readonly identification?: number;
  /** Name of the file in its element, or its path. */
  readonly file?: string;
  /** Short name of the rule. */
  readonly rule: string;
  /** A sentence for people. */
  readonly what: string;
}

/** An element and its place in the package. */
export interface Placed {
  readonly element: ProfileElement;
  readonly index: number;
}

/** A finding about an element. */
export function about({ element, index }: Placed, rule: string, what: string, file?: string): ProfileFinding {
  const identification = elementHeader(element)?.identification;
  return {
    index,
    element: elementName(element),
    ...(identification === undefined ? {} : { identification }),
    ...(file === undefined ? {} : { file }),
    rule,
    what,
  };
}
