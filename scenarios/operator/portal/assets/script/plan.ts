/** The poster shows the plan that is chosen. */
export const planScript = `'use strict';

const poster = (name) => document.querySelector('[data-poster="' + name + '"]');

function showOnPoster({ amount, unit, name, terms }) {
  poster('amount').textContent = amount;
  poster('unit').textContent = unit;
  poster('name').textContent = name;
  poster('terms').textContent = terms;
}

for (const choice of document.querySelectorAll('.choice input')) {
  choice.addEventListener('change', () => showOnPoster(choice.dataset));
  // A browser that goes back keeps what was chosen.
  if (choice.checked) showOnPoster(choice.dataset);
}
`;
