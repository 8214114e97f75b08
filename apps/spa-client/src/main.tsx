import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { Features } from '#feature';
import { createAuth } from '#medplum/auth.ts';
import type { BuiltIn } from '#medplum/client.ts';
import { AppRoutes } from '#pages/app-routes.tsx';
import { features as doors } from './features.ts';
import '#ui/styles.css';

const theme = { respectReducedMotion: true };

async function show(): Promise<void> {
  const features = (await Promise.all(doors)).flatMap((door) => Object.values(door));
  const auth = createAuth({
    // The settings, as `vite.config.ts` found them when it built this page. It checks them, where a build can be stopped.
    ...(import.meta.env.APP_CONFIG as BuiltIn),
    page: window,
    origin: window.location.origin,
    fetch: window.fetch.bind(window),
    leaveFor: (url) => window.location.assign(url),
    hooks: features.flatMap(({ hooks }) => hooks ?? []),
  });
  createRoot(document.querySelector('#root') as Element).render(
    <StrictMode>
      {/* No inline <style>: `styles.css` holds what Mantine would insert, so that the CSP can stay strict. */}
      <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
        <Features value={features}>
          <BrowserRouter>
            <AppRoutes auth={auth} />
          </BrowserRouter>
        </Features>
      </MantineProvider>
    </StrictMode>,
  );
}

void show();
