import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Features } from '#feature';
import type { Elsewhere } from '#login/sign-in-feature.ts';
import { type Answers, createStubServer, outcome, type StubServer, unsignedToken } from '#test/stub-server.ts';
import { google as googleFeature } from './feature.tsx';
import { GoogleButton } from './google-button.tsx';
import type { GoogleIdentity } from './google-identity.ts';

const google = { clientId: 'our-google-client', url: 'https://google.test' };
const elsewhere: Elsewhere = {
  findProvider: async () => undefined,
  Button: ({ children }) => <button type="button">{children}</button>,
};
const replaceCards = vi.fn<(page: unknown) => void>();

let server: StubServer;

/** Draws a button of which a click gives a credential with the nonce that the page asked for. */
function fakeGoogle(): GoogleIdentity {
  let options: Parameters<GoogleIdentity['initialize']>[0] | undefined;
  return {
    initialize: (given) => void (options = given),
    renderButton: (parent) => {
      const button = document.createElement('button');
      button.textContent = 'Continue with Google';
      button.addEventListener('click', () =>
        options?.callback({ credential: unsignedToken({ nonce: options.nonce, email: 'sam@example.com' }) }),
      );
      parent.replaceChildren(button);
    },
  };
}

function open(answers: Answers = {}): void {
  server = createStubServer(answers, { featureSettings: { google } });
  render(
    <MantineProvider>
      <Features value={[googleFeature]}>
        <MemoryRouter>
          <GoogleButton
            auth={server.auth()}
            google={google}
            returnTo="/"
            replaceCards={replaceCards}
            elsewhere={elsewhere}
          />
        </MemoryRouter>
      </Features>
    </MantineProvider>,
  );
}

async function scriptOf(url: string): Promise<Element> {
  return vi.waitFor(() => {
    const script = document.querySelector(`script[src="${url}/gsi/client"]`);
    if (!script) {
      throw new Error('No script yet');
    }
    return script;
  });
}

beforeEach(() => void replaceCards.mockClear());
afterEach(() => vi.unstubAllGlobals());

test('[C5] Google’s button, when its script is blocked, says so', async () => {
  open();

  fireEvent.error(await scriptOf(google.url));

  expect(await screen.findByRole('alert')).toHaveTextContent('Google’s button is not available');
});

test('[C5] Google’s button, when a content blocker answers with an empty script, says so', async () => {
  open();

  fireEvent.load(await scriptOf(google.url));

  expect(await screen.findByRole('alert')).toHaveTextContent('Google’s button is not available');
});

test('[C5] Google’s button, clicked by somebody of a domain with its own provider, leads there', async () => {
  vi.stubGlobal('google', { accounts: { id: fakeGoogle() } });
  open({ 'auth/google': { body: { domain: 'hospital.test', authorizeUrl: 'https://idp.test/authorize' } } });
  fireEvent.load(await scriptOf(google.url));

  await userEvent.click(await screen.findByRole('button', { name: 'Continue with Google' }));

  expect(await screen.findByRole('button', { name: 'Continue with hospital.test' })).toBeVisible();
  expect(replaceCards).not.toHaveBeenCalled();
});

test('[C5] Google’s button, clicked by somebody unknown, says what to do', async () => {
  vi.stubGlobal('google', { accounts: { id: fakeGoogle() } });
  open({ 'auth/google': outcome(400, 'invalid', 'User not found') });

  await userEvent.click(await screen.findByRole('button', { name: 'Continue with Google' }));

  expect(await screen.findByRole('alert')).toHaveTextContent('Medplum does not know you');
});

test('[C5] Google’s button, clicked by somebody known, goes on with the login', async () => {
  vi.stubGlobal('google', { accounts: { id: fakeGoogle() } });
  open({ 'auth/google': { body: { login: 'a-login', code: 'a-code' } } });

  await userEvent.click(await screen.findByRole('button', { name: 'Continue with Google' }));

  await vi.waitFor(() =>
    expect(replaceCards).toHaveBeenCalledWith(
      expect.objectContaining({ props: expect.objectContaining({ step: { status: 'signed-in' } }) }),
    ),
  );
});
