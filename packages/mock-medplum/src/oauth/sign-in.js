// Runs in the browser: asks the server step by step until there is a code, then takes the code to the client.

const main = document.querySelector('main');
const form = document.querySelector('#credentials');
const profiles = document.querySelector('#profiles');
const problem = document.querySelector('#problem');
const progress = document.querySelector('#progress');
const { api, redirectUri, state, login: knownLogin, request } = main.dataset;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const { email, password } = Object.fromEntries(new FormData(form));
  void take('Signing in…', () => post('auth/login', { ...JSON.parse(request), email, password }));
});

if (knownLogin) {
  void take('Continuing your session…', () => call(`auth/login/${encodeURIComponent(knownLogin)}`));
}

/** Takes one step: shows that it runs, then its result or what went wrong. */
async function take(label, step) {
  problem.textContent = '';
  progress.textContent = label;
  setBusy(true);
  try {
    showResult(await step());
  } catch (error) {
    progress.textContent = '';
    problem.textContent = error.message;
    setBusy(false);
  }
}

function showResult({ login, code, memberships }) {
  if (code) {
    returnToClient(code);
  } else if (memberships) {
    showProfiles(login, memberships);
  } else {
    throw new Error('This account needs a step that this page does not offer.');
  }
}

function showProfiles(login, memberships) {
  form.hidden = true;
  profiles.hidden = false;
  profiles.querySelector('ul').replaceChildren(...memberships.map((membership) => profileItem(login, membership)));
  progress.textContent = '';
  setBusy(false);
  profiles.querySelector('h2').focus();
}

function profileItem(login, { id, profile, project }) {
  const button = document.createElement('button');
  const [type] = profile.reference.split('/');
  const details = document.createElement('small');
  details.textContent = [type, project.display].filter(Boolean).join(' · ');
  button.append(profile.display ?? profile.reference, ' ', details);
  button.addEventListener('click', () => {
    void take('Signing in…', () => post('auth/profile', { login, profile: id }));
  });
  const item = document.createElement('li');
  item.append(button);
  return item;
}

function returnToClient(code) {
  const url = new URL(redirectUri);
  url.searchParams.append('code', code);
  if (state) {
    url.searchParams.append('state', state);
  }
  progress.textContent = 'Going back to the application…';
  location.replace(url);
}

function setBusy(isBusy) {
  main.setAttribute('aria-busy', String(isBusy));
  for (const button of document.querySelectorAll('button')) {
    button.disabled = isBusy;
  }
}

function post(path, body) {
  return call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function call(path, options) {
  const response = await fetch(new URL(path, api), { credentials: 'include', ...options }).catch(() => {
    throw new Error('The server does not answer. Is mock-medplum running?');
  });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(
      body.issue?.map((issue) => issue.details?.text).join('. ') ?? `The server answered ${response.status}.`,
    );
  }
  return body;
}
