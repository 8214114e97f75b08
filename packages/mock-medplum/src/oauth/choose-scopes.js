// Runs in the browser: the step in which a user decides what the client may do.

const form = document.querySelector('#scopes');

/** Always kept, because it only marks a sign-in. */
const always = 'openid';

/**
 * Shows the scopes, each with a box that removes it.
 *
 * @param scopes - What the client asks for, separated by spaces.
 * @param onDecision - Is told the scopes that are allowed, or nothing when the user denies.
 */
export function chooseScopes(scopes, onDecision) {
  const asked = scopes.split(' ').filter(Boolean);
  form.querySelector('ul').replaceChildren(...asked.filter((scope) => scope !== always).map(scopeItem));
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const allowed = new Set([always, ...new FormData(form).getAll('scope')]);
    onDecision(asked.filter((scope) => allowed.has(scope)).join(' ') || always);
  });
  form.querySelector('#deny').addEventListener('click', () => onDecision());
  form.querySelector('h2').focus();
}

function scopeItem(scope) {
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.name = 'scope';
  box.value = scope;
  box.checked = true;
  const label = document.createElement('label');
  label.append(box, ' ', scope);
  const item = document.createElement('li');
  item.append(label);
  return item;
}
