import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';

export function AdministratorsOnly(): ReactNode {
  return (
    <Alert role="note" color="gray" title="This page is for administrators of the project">
      Your ProjectMembership does not have <code>admin: true</code>. Hiding the form is a courtesy: what protects the
      project is that Medplum refuses.
    </Alert>
  );
}
