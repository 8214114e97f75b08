import { Alert, Button, Stack } from '@mantine/core';
import { normalizeErrorString, normalizeOperationOutcome } from '@medplum/core';
import type { ResourceType } from '@medplum/fhirtypes';
import { useMedplum } from '@medplum/react-hooks';
import { type ReactNode, useState } from 'react';
import { explainDenial } from '#fhir/explain-denial.ts';
import { supportReference } from '#support-reference';
import { RetryCountdown } from './retry-countdown.tsx';
import { SupportDetails } from './support-details.tsx';

type RefusalNoticeProps = Readonly<{
  error: unknown;
  resourceType: ResourceType;
  /** What was asked for, so that the notice can name the entry of the policy that decided. */
  interaction?: 'read' | 'search' | 'history' | 'create' | 'update';
  /** Asks again; without it the user does, by what they pressed. */
  retry?: () => void;
}>;

/** Medplum said no to a request for records: why, in terms of the user's access policy. */
export function RefusalNotice({ error, resourceType, interaction, retry }: RefusalNoticeProps): ReactNode {
  const { title, explanation } = explainDenial(error, resourceType, useMedplum().getAccessPolicy(), interaction);
  const [at] = useState(() => new Date().toISOString());
  const raw = normalizeOperationOutcome(error);
  const isTooMany = raw.issue[0]?.code === 'throttled';
  return (
    <Stack gap="xs" align="flex-start">
      <Alert color="red" title={title} role="alert" w="100%">
        {explanation}
        <SupportDetails
          code={raw.id ?? raw.issue[0]?.code ?? 'unknown'}
          detail={normalizeErrorString(error)}
          raw={raw}
          reference={supportReference}
          at={at}
        />
      </Alert>
      {isTooMany && <RetryCountdown retry={retry} />}
      {!isTooMany && retry && (
        <Button variant="default" size="xs" onClick={retry}>
          Try again
        </Button>
      )}
    </Stack>
  );
}
