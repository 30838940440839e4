/**
 * First on every page, before anything is painted: says in the document whether this is a Mobile Plans window.
 * The window brings its objects along, or the bridge script does that stands before this one.
 */
export const windowScript = `'use strict';
document.documentElement.dataset.window =
  typeof MobilePlans === 'object' && typeof MobilePlansInlineOperations === 'object' ? 'inside' : 'outside';
`;
