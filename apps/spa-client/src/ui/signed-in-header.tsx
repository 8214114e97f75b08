import { Button, Group, Text } from '@mantine/core';
import { getDisplayString } from '@medplum/core';
import { type ReactNode, useContext } from 'react';
import { NavLink } from 'react-router';
import { Features } from '#feature';
import type { Session, SessionState } from '#medplum/session.ts';

type SignedInHeaderProps = Extract<SessionState, { status: 'signed-in' }> & Pick<Session, 'signOut'>;

/** Where the signed-in can go, who they are, and the way out. */
export function SignedInHeader({ medplum, profile, signOut }: SignedInHeaderProps): ReactNode {
  const isAdministrator = medplum.getProjectMembership()?.admin === true;
  const offered = useContext(Features).flatMap(({ headerLinks }) => headerLinks ?? []);
  const links = [{ to: '/patients', label: 'Patients' }, { to: '/me', label: 'Who am I?' }, ...offered].filter(
    ({ isForAdministrators }) => isAdministrator || !isForAdministrators,
  );
  return (
    <>
      <Group component="nav" gap="lg" flex="auto" aria-label="Pages">
        {links.map(({ to, label }) => (
          <NavLink key={to} to={to} className="shell-link">
            {label}
          </NavLink>
        ))}
      </Group>
      <Group gap="sm">
        <Text size="sm">{getDisplayString(profile)}</Text>
        <Button variant="default" size="xs" onClick={() => void signOut()}>
          Sign out
        </Button>
      </Group>
    </>
  );
}
