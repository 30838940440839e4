/** Forms are sent once, and a button that waits says so; a copied code says that it was copied. */
export const formsScript = `'use strict';

for (const form of document.forms) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent === 'true') {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'true';
    const button = event.submitter;
    if (button === null || button.dataset.waiting === undefined) return;
    button.setAttribute('aria-busy', 'true');
    button.textContent = button.dataset.waiting;
  });
}

// A page that comes back from the history begins anew.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

// Every page but the one that hands the code over ends that page's memory of having done so.
if (document.querySelector('[data-connect]') === null) sessionStorage.removeItem('handed-over');

for (const button of document.querySelectorAll('[data-copy]')) {
  const code = document.getElementById(button.dataset.copy);
  button.addEventListener('click', async () => {
    getSelection().selectAllChildren(code);
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Selected: press Ctrl+C';
    }
  });
}
`;
