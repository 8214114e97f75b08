import { Alert } from '@mantine/core';
import { normalizeErrorString, normalizeOperationOutcome } from '@medplum/core';
import type { ResourceType } from '@medplum/fhirtypes';
import { useMedplum } from '@medplum/react-hooks';
import { type ReactNode, useState } from 'react';
import { explainRefusal } from '#medplum/refusal.ts';
import { supportReference } from '#medplum/support-reference.ts';
import { SupportDetails } from './support-details.tsx';

type RefusalNoticeProps = Readonly<{ error: unknown; resourceType: ResourceType }>;

/** Medplum said no to a request for records: why, in terms of the user's access policy. */
export function RefusalNotice({ error, resourceType }: RefusalNoticeProps): ReactNode {
  const { title, explanation } = explainRefusal(error, resourceType, useMedplum().getAccessPolicy());
  const [at] = useState(() => new Date().toISOString());
  const raw = normalizeOperationOutcome(error);
  return (
    <Alert color="red" title={title} role="alert">
      {explanation}
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
