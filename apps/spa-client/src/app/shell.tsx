import { getDisplayString } from '@medplum/core';
import { Anchor, Button, Container, Text } from '@mantine/core';
import { type ReactNode, Suspense } from 'react';
import { Link, NavLink, Outlet } from 'react-router';
import { WhatHappened } from '#features/what-happened/what-happened.tsx';
import type { Session, SessionState } from '#medplum/session.ts';
import { ColorSchemeButton } from './color-scheme-button.tsx';
import './shell.css';
import { Waiting } from './waiting.tsx';

type ShellProps = Readonly<{ state: SessionState; signOut: Session['signOut'] }>;

export function Shell({ state, signOut }: ShellProps): ReactNode {
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
          {state.status === 'signed-in' && <Navigation />}
          <div className="shell-user">
            {state.status === 'signed-in' && (
              <>
                <Text size="sm">{getDisplayString(state.profile)}</Text>
                <Button variant="default" size="xs" onClick={() => void signOut()}>
                  Sign out
                </Button>
              </>
            )}
            <ColorSchemeButton />
          </div>
        </Container>
      </header>
      <Container component="main" id="main" size="md" tabIndex={-1} className="shell-main">
        <Suspense fallback={<Waiting>Loading the page</Waiting>}>
          <Outlet />
        </Suspense>
        <WhatHappened key={state.status === 'signed-in' ? state.profile.id : state.status} />
      </Container>
    </>
  );
}

function Navigation(): ReactNode {
  return (
    <nav className="shell-nav" aria-label="Pages">
      <NavLink to="/patients" className="shell-link">
        Patients
      </NavLink>
      <NavLink to="/me" className="shell-link">
        Who am I?
      </NavLink>
    </nav>
  );
}
