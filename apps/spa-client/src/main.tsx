import type { BrowserSettings } from '@auth-patterns/auth-config';
import { MedplumProvider } from '@medplum/react-hooks';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { AppFrame } from '#app/app-frame.tsx';
import { AppRoutes } from '#app/app-routes.tsx';
import { ConfigErrorPage } from '#app/config-error-page.tsx';
import { config } from '#config';
import { createAuth } from '#medplum/auth.ts';
import { createMedplum } from '#medplum/create-medplum.ts';
import { createTokenStorage } from '#medplum/token-storage.ts';
import '#app/styles.ts';

function compose(settings: BrowserSettings): ReactNode {
  const tokenStorage = createTokenStorage(window.localStorage);
  const medplum = createMedplum({ settings, tokenStorage, fetch: window.fetch.bind(window) });
  const auth = createAuth({
    settings,
    medplum,
    tokenStorage,
    tabStorage: window.sessionStorage,
    origin: window.location.origin,
    leaveFor: (url) => window.location.assign(url),
  });
  return (
    <MedplumProvider medplum={medplum}>
      <BrowserRouter>
        <AppRoutes auth={auth} />
      </BrowserRouter>
    </MedplumProvider>
  );
}

const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <AppFrame>
        {'settings' in config ? compose(config.settings) : <ConfigErrorPage problems={config.problems} />}
      </AppFrame>
    </StrictMode>,
  );
}
