import { Anchor, Group } from '@mantine/core';
import { type ReactNode, type RefObject, Suspense, useContext, useEffect, useRef } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { Features } from '#feature';
import type { Auth } from '#medplum/auth.ts';
import type { SessionState } from '#medplum/session.ts';
import { PageBoundary } from './page-boundary.tsx';
import { lazyPage, Waiting } from './page-parts.tsx';

const SignedInHeader = lazyPage(async () => (await import('./signed-in-header.tsx')).SignedInHeader);

type FrameProps = Readonly<{ auth: Auth; state: SessionState }>;

/** What surrounds every page: header, navigation, and what is said of all of them. */
export function Frame({ auth, state }: FrameProps): ReactNode {
  const { pathname } = useLocation();
  const features = useContext(Features);
  const main = useMainFocus(pathname);
  return (
    <>
      <Anchor href="#main" className="shell-skip">
        Skip to content
      </Anchor>
      <header className="shell-header">
        <Group className="shell-width" py="sm" gap="lg">
          <Anchor component={Link} to="/" c="var(--mantine-color-text)" fw={700} mr="auto" underline="never">
            spa-client
          </Anchor>
          <Suspense>
            {state.status === 'signed-in' && <SignedInHeader {...state} signOut={auth.session.signOut} />}
          </Suspense>
          {features.map(({ name, HeaderTool }) => HeaderTool && <HeaderTool key={name} />)}
        </Group>
      </header>
      <main id="main" ref={main} tabIndex={-1} className="shell-width">
        <Suspense>
          {features.map(({ name, Above }) => Above && <Above key={name} auth={auth} state={state} />)}
        </Suspense>
        <PageBoundary page={pathname}>
          <Suspense fallback={<Waiting>Loading the page</Waiting>}>
            <Outlet />
          </Suspense>
        </PageBoundary>
        <Suspense>
          {features.map(({ name, Below }) => Below && <Below key={name} auth={auth} state={state} />)}
        </Suspense>
      </main>
    </>
  );
}

/** A new page begins at its top, for the eyes and for a screen reader. */
function useMainFocus(pathname: string): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current !== pathname) {
      shown.current = pathname;
      window.scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
  }, [pathname]);
  return main;
}
