import { Alert } from '@mantine/core';
import { normalizeErrorString, normalizeOperationOutcome } from '@medplum/core';
import type { ResourceType } from '@medplum/fhirtypes';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { supportReference } from '#support-reference';
import { RefusalNotice } from '#ui/refusal-notice.tsx';
import { SupportDetails } from '#ui/support-details.tsx';
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
  const [at] = useState(() => new Date().toISOString());
  if (isInScopes(granted, resourceType, interaction)) {
    return <RefusalNotice error={error} resourceType={resourceType} interaction={interaction} />;
  }
  const raw = normalizeOperationOutcome(error);
  return (
    <Alert color="red" title="The scopes of this app do not allow this" role="alert">
      None of the granted scopes lets it {interaction} {resourceType} resources. What counts is what scopes and access
      policy both allow. Start the app anew and grant more, if it should.
      <SupportDetails
        code={raw.id ?? raw.issue[0]?.code ?? 'unknown'}
        detail={normalizeErrorString(error)}
        raw={raw}
        reference={supportReference}
        at={at}
      />
    </Alert>
  );
}
