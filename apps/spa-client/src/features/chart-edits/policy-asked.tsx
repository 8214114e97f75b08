import { Alert, Button, Text } from '@mantine/core';
import type { ResourceType } from '@medplum/fhirtypes';
import { useMedplum } from '@medplum/react-hooks';
import { type ReactNode, useState } from 'react';
import { allowedInteractions } from '#parts/access-rules.ts';

type PolicyAskedProps = Readonly<{
  resourceType: ResourceType;
  interaction: 'create' | 'update';
  /** Completes "Your access policy does not let you …". */
  what: string;
  tryLabel: string;
  children: ReactNode;
}>;

/** Reads from the access policy whether a form makes sense. Medplum decides again when the form is sent. */
export function PolicyAsked({ resourceType, interaction, what, tryLabel, children }: PolicyAskedProps): ReactNode {
  const allowed = allowedInteractions(useMedplum().getAccessPolicy(), resourceType);
  const [anyway, setAnyway] = useState(false);
  if (allowed.includes(interaction)) {
    return children;
  }
  return (
    <>
      <Alert role="note" color="gray" title={`Your access policy does not let you ${what}`}>
        <Text size="sm">
          {allowed.length > 0
            ? `For ${resourceType} it allows ${allowed.join(', ')}, and not ${interaction}.`
            : `It has no entry for ${resourceType}.`}{' '}
          Hiding the form is a courtesy: what protects the data is that Medplum refuses.
        </Text>
        {!anyway && (
          <Button variant="default" size="xs" mt="sm" onClick={() => setAnyway(true)}>
            {tryLabel}
          </Button>
        )}
      </Alert>
      {anyway && children}
    </>
  );
}
