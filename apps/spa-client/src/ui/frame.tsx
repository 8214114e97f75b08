import { Anchor, Button, Container } from '@mantine/core';
import { type ReactNode, type RefObject, Suspense, useContext, useEffect, useRef } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
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

const SignedInUser = lazyPage(async () => (await import('./signed-in-user.tsx')).SignedInUser);

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
        <Container size="md" className="shell-bar">
          <Link to="/" className="shell-brand">
            spa-client
          </Link>
          {state.status === 'signed-in' && <Navigation isAdministrator={administers(state)} />}
          <div className="shell-user">
            {state.status === 'signed-in' && (
              <>
                <Suspense>
                  <SignedInUser profile={state.profile} />
                </Suspense>
                <Button variant="default" size="xs" onClick={() => void auth.session.signOut()}>
                  Sign out
                </Button>
              </>
            )}
            <ColorSchemeButton />
          </div>
        </Container>
      </header>
      <Container component="main" id="main" ref={main} size="md" tabIndex={-1} className="shell-main">
        <StorageNotice auth={auth} />
        <PageBoundary page={pathname}>
          <Suspense fallback={<Waiting>Loading the page</Waiting>}>
            <Outlet />
          </Suspense>
        </PageBoundary>
        {state.status === 'signed-out' && <SignedOutStory />}
      </Container>
      {state.status === 'signed-in' && (
        <Suspense>
          {features.map(({ name, Watch }) => Watch && <Watch key={name} auth={auth} state={state} />)}
        </Suspense>
      )}
    </>
  );
}

/** A new page begins at its top, for the eyes and for a screen reader. */
function useMainFocus(pathname: string): RefObject<HTMLDivElement | null> {
  const main = useRef<HTMLDivElement>(null);
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

function administers({ medplum }: Extract<SessionState, { status: 'signed-in' }>): boolean {
  return medplum.getProjectMembership()?.admin === true;
}

function Navigation({ isAdministrator }: Readonly<{ isAdministrator: boolean }>): ReactNode {
  const links = useContext(Features)
    .flatMap(({ headerLinks }) => headerLinks ?? [])
    .filter(({ isForAdministrators }) => isAdministrator || !isForAdministrators);
  return (
    <nav className="shell-nav" aria-label="Pages">
      <NavLink to="/patients" className="shell-link">
        Patients
      </NavLink>
      <NavLink to="/me" className="shell-link">
        Who am I?
      </NavLink>
      {links.map(({ to, label }) => (
        <NavLink key={to} to={to} className="shell-link">
          {label}
        </NavLink>
      ))}
    </nav>
  );
}
