import { Anchor, Container, Text } from '@mantine/core';
import { type ReactNode, Suspense, useEffect, useRef } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { Waiting } from '#ui/page-parts.tsx';
import './smart.css';
import '@mantine/core/styles/Container.css';

/** What surrounds a launched app: not the header of the app around it, which shows another session. */
export function SmartFrame(): ReactNode {
  const main = useRef<HTMLDivElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current !== pathname) {
      shown.current = pathname;
      window.scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
  }, [pathname]);

  return (
    <>
      <header className="smart-frame-header">
        <Container size="md" className="smart-frame-bar">
          <Text fw={700}>spa-client as a SMART app</Text>
          <Anchor component={Link} to="/" size="sm">
            To spa-client itself
          </Anchor>
        </Container>
      </header>
      <Container component="main" id="main" ref={main} size="md" tabIndex={-1} className="smart-frame-main">
        <Suspense fallback={<Waiting>Loading the page</Waiting>}>
          <Outlet />
        </Suspense>
      </Container>
    </>
  );
}
