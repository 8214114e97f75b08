// Runs in the browser: id and secret of the request are the last segments of the address that the mail had.

const main = document.querySelector('main');
const form = document.querySelector('form');
const button = document.querySelector('button');
const problem = document.querySelector('#problem');
const progress = document.querySelector('#progress');

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void setPassword(new FormData(form).get('password'));
});

async function setPassword(password) {
  const [id, secret] = location.pathname.split('/').slice(-2);
  problem.textContent = '';
  progress.textContent = 'Setting the password…';
  button.disabled = true;
  try {
    await send({ id, secret, password });
    form.hidden = true;
    progress.textContent = 'Your password is set. Go back to the application and sign in with it.';
  } catch (error) {
    progress.textContent = '';
    problem.textContent = error.message;
  }
  button.disabled = false;
}

async function send(body) {
  const response = await fetch(new URL('auth/setpassword', main.dataset.api), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Error('The server does not answer. Is mock-medplum running?');
  });
  if (!response.ok) {
    const { issue } = await response.json();
    throw new Error(issue?.map(({ details }) => details?.text).join('. ') ?? `The server answered ${response.status}.`);
  }
}
