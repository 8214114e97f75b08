import '@mantine/core/styles.css';
import '@medplum/react/styles.css';
import { MantineProvider } from '@mantine/core';
import { MedplumClient, Operator, type SearchRequest } from '@medplum/core';
import type { Patient } from '@medplum/fhirtypes';
import {
  MedplumProvider,
  ResourceForm,
  SearchControl,
  SignInForm,
  useMedplum,
  useMedplumProfile,
} from '@medplum/react';
import { type ReactElement, useState } from 'react';
import { createRoot } from 'react-dom/client';

const { searchParams } = new URL(location.href);
const clientId = searchParams.get('client') ?? '';
const medplum = new MedplumClient({
  baseUrl: searchParams.get('medplum') ?? '',
  clientId,
});

const patients: SearchRequest = {
  resourceType: 'Patient',
  fields: ['name', 'gender'],
  filters: [{ code: 'name', operator: Operator.EQUALS, value: 'Componentson' }],
};

/** Medplum's own components, with nothing around them: sign in, make a patient with a form, see it in a table. */
function Page(): ReactElement {
  const client = useMedplum();
  const profile = useMedplumProfile();
  const [made, setMade] = useState(0);
  if (!profile) {
    return <SignInForm clientId={clientId} onSuccess={() => undefined} />;
  }
  return (
    <>
      <ResourceForm
        defaultValue={{ resourceType: 'Patient', name: [{ family: 'Componentson' }] } satisfies Patient}
        onSubmit={(resource) => void client.createResource(resource).then(() => setMade((count) => count + 1))}
      />
      <SearchControl key={made} search={patients} hideToolbar />
    </>
  );
}

createRoot(document.querySelector('#root') ?? document.body).render(
  <MedplumProvider medplum={medplum}>
    <MantineProvider>
      <Page />
    </MantineProvider>
  </MedplumProvider>,
);
