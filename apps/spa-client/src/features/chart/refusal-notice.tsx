import { Alert } from '@mantine/core';
import type { ResourceType } from '@medplum/fhirtypes';
import { useMedplum } from '@medplum/react-hooks';
import type { ReactNode } from 'react';
import { explainRefusal } from '#medplum/refusal.ts';

type RefusalNoticeProps = Readonly<{ error: unknown; resourceType: ResourceType }>;

export function RefusalNotice({ error, resourceType }: RefusalNoticeProps): ReactNode {
  const { title, explanation } = explainRefusal(error, resourceType, useMedplum().getAccessPolicy());
  return (
    <Alert color="red" title={title} role="alert">
      {explanation}
    </Alert>
  );
}
