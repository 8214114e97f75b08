import { Alert, Button, CopyButton, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

type SecretLinkProps = Readonly<{ title: string; label: string; url: string; children: ReactNode }>;

/** A link that lets its holder in, shown once: it is stored nowhere, and gone with the page. */
export function SecretLink({ title, label, url, children }: SecretLinkProps): ReactNode {
  return (
    <Alert color="yellow" title={title} role="status">
      <Stack gap="sm">
        <div>{children}</div>
        <TextInput label={label} value={url} readOnly onFocus={({ currentTarget }) => currentTarget.select()} />
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Button variant="default" size="sm" onClick={copy} w="fit-content">
              {copied ? 'Copied' : 'Copy the link'}
            </Button>
          )}
        </CopyButton>
      </Stack>
    </Alert>
  );
}
