import type { BrowserSettings } from '@auth-patterns/auth-config';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { AppFrame } from '#ui/app-frame.tsx';
import { AppRoutes } from '#pages/app-routes.tsx';
import { ConfigErrorPage } from '#ui/config-error-page.tsx';
import { config } from './config.ts';
import { createAuth } from '#medplum/auth.ts';
import '#ui/styles.ts';

function compose(settings: BrowserSettings): ReactNode {
  const auth = createAuth({
    settings,
    localStorage: window.localStorage,
    tabStorage: window.sessionStorage,
    origin: window.location.origin,
    fetch: window.fetch.bind(window),
    leaveFor: (url) => window.location.assign(url),
    openWindow: () => window.open('about:blank', '_blank', 'popup,width=520,height=720'),
  });
  return (
    <BrowserRouter>
      <AppRoutes auth={auth} />
    </BrowserRouter>
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
