import { Alert } from '@mantine/core';
import type { ResourceType } from '@medplum/fhirtypes';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { failureOf } from '#ui/failure.ts';
import { FailureNotice, SupportDetails } from '#ui/show-failure.tsx';
import { isInScopes } from './smart-launch-scopes.ts';

/** The scopes that the user granted to the launched app. */
export const GrantedScopes = createContext<readonly string[]>([]);

type ScopeRefusalProps = Readonly<{
  error: unknown;
  resourceType: ResourceType;
  interaction: 'read' | 'search' | 'create';
}>;

/** Medplum said no: because of the scopes, if they are to blame, else as any refusal. */
export function ScopeRefusal({ error, resourceType, interaction }: ScopeRefusalProps): ReactNode {
  const granted = useContext(GrantedScopes);
  const failure = useMemo(() => failureOf(error), [error]);
  if (isInScopes(granted, resourceType, interaction)) {
    return <FailureNotice error={error} resourceType={resourceType} interaction={interaction} />;
  }
  return (
    <Alert color="red" title="The scopes of this app do not allow this" role="alert">
      None of the granted scopes lets it {interaction} {resourceType} resources. What counts is what scopes and access
      policy both allow. Start the app anew and grant more, if it should.
      <SupportDetails {...failure} />
    </Alert>
  );
}
