// Runs in the browser: asks the server step by step until there is a code, then takes the code to the client.

import { chooseScopes } from './choose-scopes.js';

const main = document.querySelector('main');
const form = document.querySelector('#credentials');
const secondFactor = document.querySelector('#second-factor');
const enrollment = document.querySelector('#enrollment');
const profiles = document.querySelector('#profiles');
const problem = document.querySelector('#problem');
const progress = document.querySelector('#progress');
const { api, redirectUri, state, login: knownLogin, request, scopes } = main.dataset;

/** Whether there is nothing to ask about scopes, or no longer. */
let scopesSettled = !scopes;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const { email, password } = Object.fromEntries(new FormData(form));
  void take('Signing in…', () => post('auth/login', { ...JSON.parse(request), email, password }));
});

secondFactor.addEventListener('submit', (event) => {
  event.preventDefault();
  const { token } = Object.fromEntries(new FormData(secondFactor));
  const { path, login } = secondFactor.dataset;
  void take('Checking the code…', () => post(path, { login, token }));
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

function showResult(result) {
  const { login, code, memberships } = result;
  if (code && !scopesSettled) {
    showScopes(login);
  } else if (code) {
    returnToClient({ code });
  } else if (result.mfaEnrollRequired || result.mfaRequired) {
    showSecondFactor(result);
  } else if (memberships) {
    showProfiles(login, memberships);
  } else {
    throw new Error('This account needs a step that this page does not offer.');
  }
}

/** Asks for a code: of the app that is shown its key first, of one that has it already, or of the mail. */
function showSecondFactor({ login, mfaEnrollRequired, enrollUri, enrollQrCode, mfaMethods, email }) {
  const isMailed = mfaMethods?.length === 1 && mfaMethods[0] === 'email';
  form.hidden = true;
  profiles.hidden = true;
  secondFactor.hidden = false;
  enrollment.hidden = !mfaEnrollRequired;
  if (mfaEnrollRequired) {
    enrollment.querySelector('img').src = enrollQrCode;
    enrollment.querySelector('code').textContent = new URL(enrollUri).searchParams.get('secret');
  }
  secondFactor.querySelector('.explanation').textContent = mfaEnrollRequired
    ? 'This account needs a second factor. Scan the key with an authenticator app, and enter the code that it shows.'
    : `Enter the code ${isMailed ? `that was sent to ${email}` : 'that your authenticator app shows'}.`;
  secondFactor.dataset.login = login;
  secondFactor.dataset.path = mfaEnrollRequired ? 'auth/mfa/login-enroll' : 'auth/mfa/verify';
  progress.textContent = '';
  setBusy(false);
  secondFactor.querySelector('h2').focus();
}

function showProfiles(login, memberships) {
  form.hidden = true;
  secondFactor.hidden = true;
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

function showScopes(login) {
  form.hidden = true;
  profiles.hidden = true;
  secondFactor.hidden = true;
  progress.textContent = '';
  setBusy(false);
  chooseScopes(scopes, (allowed) => {
    if (allowed === undefined) {
      returnToClient({ error: 'access_denied', error_description: 'The user denied the request' });
      return;
    }
    scopesSettled = true;
    void take('Signing in…', () => post('auth/scope', { login, scope: allowed }));
  });
}

/** Takes the answer to the client (RFC 6749 §4.1.2). */
function returnToClient(answer) {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries({ ...answer, ...(state && { state }) })) {
    url.searchParams.append(name, value);
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
  if (response.status === 429) {
    const [, seconds = '60'] = /t=(\d+)/.exec(response.headers.get('RateLimit') ?? '') ?? [];
    throw new Error(`Too many attempts. Try again in ${seconds} seconds.`);
  }
  if (!response.ok) {
    throw new Error(
      body.issue?.map((issue) => issue.details?.text).join('. ') ?? `The server answered ${response.status}.`,
    );
  }
  return body;
}
