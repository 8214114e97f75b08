import { Button, Text } from '@mantine/core';
import { getDisplayString, type MedplumClient, type ProfileResource } from '@medplum/core';
import { type ReactNode, useContext } from 'react';
import { NavLink } from 'react-router';
import { Features } from '#feature';
import type { Session } from '#medplum/session.ts';
import { ColorSchemeButton } from './color-scheme-button.tsx';

type SignedInHeaderProps = Readonly<{
  medplum: MedplumClient;
  profile: ProfileResource;
  signOut: Session['signOut'];
}>;

/** Where the signed-in can go, who they are, and the way out. */
export function SignedInHeader({ medplum, profile, signOut }: SignedInHeaderProps): ReactNode {
  return (
    <>
      <Navigation isAdministrator={medplum.getProjectMembership()?.admin === true} />
      <div className="shell-user">
        <Text size="sm">{getDisplayString(profile)}</Text>
        <Button variant="default" size="xs" onClick={() => void signOut()}>
          Sign out
        </Button>
        <ColorSchemeButton />
      </div>
    </>
  );
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
