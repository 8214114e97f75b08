import type { BrowserSettings } from '@auth-patterns/auth-config';
import { Anchor, Button, Container } from '@mantine/core';
import { type ReactNode, type RefObject, Suspense, useEffect, useRef } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { SignedOutStory } from '#ui/what-happened/signed-out-story.tsx';
import type { Session, SessionState } from '#medplum/session.ts';
import { lazyPage } from './lazy-page.ts';
import { Waiting } from './waiting.tsx';
import { ColorSchemeButton } from './color-scheme-button.tsx';
import { PageBoundary } from './page-boundary.tsx';
import './frame.css';

const IdleWatch = lazyPage(async () => (await import('#features/shared-workstation/idle-watch.tsx')).IdleWatch);
const SignedInUser = lazyPage(async () => (await import('./signed-in-user.tsx')).SignedInUser);

type ShellProps = Readonly<{ settings: BrowserSettings; state: SessionState; signOut: Session['signOut'] }>;

export function Shell({ settings, state, signOut }: ShellProps): ReactNode {
  const { pathname } = useLocation();
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
                <Button variant="default" size="xs" onClick={() => void signOut()}>
                  Sign out
                </Button>
              </>
            )}
            <ColorSchemeButton />
          </div>
        </Container>
      </header>
      <Container component="main" id="main" ref={main} size="md" tabIndex={-1} className="shell-main">
        <PageBoundary page={pathname}>
          <Suspense fallback={<Waiting>Loading the page</Waiting>}>
            <Outlet />
          </Suspense>
        </PageBoundary>
        {state.status === 'signed-out' && <SignedOutStory />}
      </Container>
      {state.status === 'signed-in' && settings.idleTimeoutMinutes > 0 && (
        <Suspense>
          <IdleWatch settings={settings} signOut={signOut} />
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
  return (
    <nav className="shell-nav" aria-label="Pages">
      <NavLink to="/patients" className="shell-link">
        Patients
      </NavLink>
      <NavLink to="/me" className="shell-link">
        Who am I?
      </NavLink>
      <NavLink to="/sessions" className="shell-link">
        Sessions
      </NavLink>
      {isAdministrator && (
        <NavLink to="/invite" className="shell-link">
          Invite
        </NavLink>
      )}
    </nav>
  );
}
