import { Anchor, Group } from '@mantine/core';
import { type ReactNode, type RefObject, Suspense, useContext, useEffect, useMemo, useRef } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { Link, Outlet, useLocation } from 'react-router';
import { Features, type PageProps } from '#feature';
import { failureOf } from './failure.ts';
import { lazyPart, Waiting } from './page-parts.tsx';
import { FailurePage } from './show-failure.tsx';

const SignedInHeader = lazyPart(async () => (await import('./signed-in-header.tsx')).SignedInHeader);

/** What surrounds every page: header, navigation, and what is said of all of them. */
export function Frame({ auth, state }: PageProps): ReactNode {
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
          {state.status === 'signed-in' && <SignedInHeader {...state} signOut={auth.session.signOut} />}
          {features.map(({ name, HeaderTool }) => HeaderTool && <HeaderTool key={name} />)}
        </Group>
      </header>
      <main id="main" ref={main} tabIndex={-1} className="shell-width">
        {features.map(({ name, Above }) => Above && <Above key={name} auth={auth} state={state} />)}
        <ErrorBoundary resetKeys={[pathname]} FallbackComponent={BrokenPage}>
          <Suspense fallback={<Waiting>Loading the page</Waiting>}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
        {features.map(({ name, Below }) => Below && <Below key={name} auth={auth} state={state} />)}
      </main>
    </>
  );
}

/** In place of a page that does not arrive or has a fault. Header and navigation stay, and another page gets another chance. */
function BrokenPage({ error }: FallbackProps): ReactNode {
  const { pathname } = useLocation();
  const failure = useMemo(() => ({ ...failureOf(error), code: 'page_crashed' }), [error]);
  return <FailurePage failure={failure} retry={{ to: pathname, label: 'Reload the page' }} />;
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
