// Runs in the pop-up after an account was chosen: hands the credential to the app's page, at its registered origin only.
const answer = document.querySelector('#credential');
const { credential, origin } = answer.dataset;

if (opener) {
  opener.postMessage({ credential, select_by: 'btn' }, origin);
  close();
} else {
  document.querySelector('h1').textContent = 'Sign-in cannot go on';
  answer.textContent = 'The page that asked has gone. Close this window, open the application and start again.';
}
