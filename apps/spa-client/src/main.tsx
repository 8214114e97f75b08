import type { BrowserSettings } from '@auth-patterns/auth-config';
import { createTheme, MantineProvider } from '@mantine/core';
import { type ReactNode, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { config } from '#config';
import { Features } from '#feature';
import { createAuth } from '#medplum/auth.ts';
import { AppRoutes } from '#pages/app-routes.tsx';
import { lazyPage } from '#ui/lazy-page.ts';
import { features } from './features.ts';
import '#ui/styles.ts';

const ConfigErrorPage = lazyPage(async () => (await import('#ui/config-error-page.tsx')).ConfigErrorPage);

/** Blue stands for the client side in every page and drawing of this project. Its shades are in `theme.css`. */
const theme = createTheme({
  primaryColor: 'blue',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

function compose(settings: BrowserSettings, featureSettings: Readonly<Record<string, unknown>>): ReactNode {
  const auth = createAuth({
    settings,
    featureSettings,
    page: window,
    origin: window.location.origin,
    fetch: window.fetch.bind(window),
    leaveFor: (url) => window.location.assign(url),
    hooks: features.flatMap(({ session }) => session ?? []),
  });
  return (
    <Features value={features}>
      <BrowserRouter>
        <AppRoutes auth={auth} />
      </BrowserRouter>
    </Features>
  );
}

const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      {/* No inline <style>: `theme.css` holds what Mantine would insert, so that the CSP can stay strict. */}
      <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
        {'settings' in config ? (
          compose(config.settings, config.featureSettings)
        ) : (
          <Suspense>
            <ConfigErrorPage problems={config.problems} />
          </Suspense>
        )}
      </MantineProvider>
    </StrictMode>,
  );
}
