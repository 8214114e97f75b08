import { Anchor } from '@mantine/core';
import { type ReactNode, type RefObject, Suspense, useContext, useEffect, useRef } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { Features } from '#feature';
import type { Auth } from '#medplum/auth.ts';
import type { SessionState } from '#medplum/session.ts';
import { SignedOutStory } from '#ui/what-happened/signed-out-story.tsx';
import { ColorSchemeButton } from './color-scheme-button.tsx';
import { lazyPage } from './lazy-page.ts';
import { PageBoundary } from './page-boundary.tsx';
import { StorageNotice } from './storage-notice.tsx';
import { Waiting } from './waiting.tsx';
import './frame.css';

const SignedInHeader = lazyPage(async () => (await import('./signed-in-header.tsx')).SignedInHeader);

const nobody = (
  <div className="shell-user">
    <ColorSchemeButton />
  </div>
);

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
        <div className="shell-width shell-bar">
          <Link to="/" className="shell-brand">
            spa-client
          </Link>
          <Suspense fallback={nobody}>
            {state.status === 'signed-in' ? <SignedInHeader {...state} signOut={auth.session.signOut} /> : nobody}
          </Suspense>
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className="shell-width shell-main">
        <StorageNotice auth={auth} />
        <PageBoundary page={pathname}>
          <Suspense fallback={<Waiting>Loading the page</Waiting>}>
            <Outlet />
          </Suspense>
        </PageBoundary>
        {state.status === 'signed-out' && <SignedOutStory />}
      </main>
      {state.status === 'signed-in' && (
        <Suspense>
          {features.map(({ name, Watch }) => Watch && <Watch key={name} auth={auth} state={state} />)}
        </Suspense>
      )}
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
