import { Alert, Anchor, Code, Stack, Text } from '@mantine/core';
import { getDisplayString } from '@medplum/core';
import type { Patient } from '@medplum/fhirtypes';
import type { ReactNode } from 'react';
import '@mantine/core/styles/Code.css';

type OpenAppProps = Readonly<{ patient: Patient; url: string }>;

/** A link and no window that opens by itself: browsers block those that come after an answer. */
export function OpenApp({ patient, url }: OpenAppProps): ReactNode {
  return (
    <Alert role="status" color="green" title="The launch is ready">
      <Stack gap="xs" align="flex-start">
        {/* With an opener the new tab would get a copy of this tab's session storage. */}
        <Anchor href={url} target="_blank" rel="noopener">
          Open the app for {getDisplayString(patient)} in a new tab
        </Anchor>
        <Text size="sm">
          It leads to <Code>{url}</Code>
        </Text>
      </Stack>
    </Alert>
  );
}
