import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { type MedplumClient, resolveId } from '@medplum/core';
import type { Observation } from '@medplum/fhirtypes';
import { useMedplum } from '@medplum/react-hooks';
import { type ReactNode, useState } from 'react';
import { ProbeResult, type Probed } from './probe-result.tsx';

type Probe = (medplum: MedplumClient) => Promise<Probed>;

/** Tries what the launch does not give, against the server: hiding a button protects nothing. */
export function ScopeProbe({ patientId }: Readonly<{ patientId: string | undefined }>): ReactNode {
  const medplum = useMedplum();
  const [otherId, setOtherId] = useState('');
  const [running, setRunning] = useState<string>();
  const [probed, setProbed] = useState<Probed>();

  const run = async (name: string, probe: Probe): Promise<void> => {
    setRunning(name);
    setProbed(undefined);
    setProbed(await probe(medplum));
    setRunning(undefined);
  };

  return (
    <Stack component="section" aria-labelledby="probe" align="flex-start">
      <Title order={2} size="h3" id="probe">
        Try what the scopes do not allow
      </Title>
      <Text>Each button asks Medplum, which decides. This page decides nothing.</Text>
      <div className="scope-probe-actions">
        <Button variant="default" loading={running === 'search'} onClick={() => void run('search', searchPatients)}>
          Search all patients
        </Button>
        <Button
          variant="default"
          loading={running === 'write'}
          onClick={() => void run('write', (client) => writeObservation(client, patientId))}
        >
          Add an observation
        </Button>
      </div>
      <form
        className="scope-probe-actions"
        onSubmit={(event) => {
          event.preventDefault();
          void run('read', (client) => readPatient(client, otherId));
        }}
      >
        <TextInput
          label="Id of another patient"
          description="From an address such as /patients/…"
          required
          withAsterisk={false}
          value={otherId}
          onChange={({ currentTarget }) => setOtherId(currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={running === 'read'}>
          Read this patient
        </Button>
      </form>
      {probed && <ProbeResult probed={probed} />}
    </Stack>
  );
}

async function searchPatients(medplum: MedplumClient): Promise<Probed> {
  return attempt('Patient', 'search', async () => ({
    found: await medplum.searchResources('Patient', { _count: '20' }, { cache: 'no-store' }),
  }));
}

async function readPatient(medplum: MedplumClient, id: string): Promise<Probed> {
  const patientId = resolveId({ reference: id.includes('/') ? id : `Patient/${id.trim()}` }) ?? '';
  return attempt('Patient', 'read', async () => ({
    found: [await medplum.readResource('Patient', patientId, { cache: 'no-store' })],
  }));
}

async function writeObservation(medplum: MedplumClient, patientId: string | undefined): Promise<Probed> {
  return attempt('Observation', 'create', async () => ({
    stored: await medplum.createResource(probeObservation(patientId)),
  }));
}

async function attempt(
  resourceType: Probed['resourceType'],
  interaction: Probed['interaction'],
  ask: () => Promise<Pick<Probed, 'found' | 'stored'>>,
): Promise<Probed> {
  const asked = { resourceType, interaction };
  return ask().then(
    (answer) => ({ ...asked, ...answer }),
    (error: unknown) => ({ ...asked, error }),
  );
}

/** Something harmless to write, marked as what it is. */
function probeObservation(patientId: string | undefined): Observation {
  return {
    resourceType: 'Observation',
    status: 'preliminary',
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }], text: 'Heart rate' },
    ...(patientId && { subject: { reference: `Patient/${patientId}` } }),
    effectiveDateTime: new Date().toISOString(),
    valueQuantity: { value: 70, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
    note: [{ text: 'Written by spa-client to find out whether a SMART app may write.' }],
  };
}
