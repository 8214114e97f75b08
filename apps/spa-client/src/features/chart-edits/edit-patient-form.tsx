import { Alert, Button, TextInput } from '@mantine/core';
import type { Patient } from '@medplum/fhirtypes';
import { useMedplum } from '@medplum/react-hooks';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { readonlyFields } from '#parts/access-rules.ts';
import { FailureNotice } from '#ui/show-failure.tsx';
import { editOf, keptFields, type PatientEdit, withEdit } from './patient-edit.ts';

type Sending =
  | Readonly<{ status: 'idle' | 'sending' }>
  | Readonly<{ status: 'saved'; kept: readonly (keyof PatientEdit)[] }>
  | Readonly<{ status: 'refused'; error: unknown }>;

const readonlyNote = 'Read-only under your access policy: whatever you send, Medplum keeps what it has.';

export function EditPatientForm({ patient }: Readonly<{ patient: Patient }>): ReactNode {
  const medplum = useMedplum();
  // The version that the user began with, so that nobody's change in between is lost.
  const [base, setBase] = useState(patient);
  const [edit, setEdit] = useState(() => editOf(patient));
  const [sending, setSending] = useState<Sending>({ status: 'idle' });
  const isReadonly = readonlyFields(medplum.getAccessPolicy(), 'Patient');

  const save = async (): Promise<void> => {
    setSending({ status: 'sending' });
    const sent = withEdit(base, edit);
    try {
      const stored = await medplum.updateResource(sent, { headers: { 'If-Match': `W/"${base.meta?.versionId}"` } });
      setBase(stored);
      setEdit(editOf(stored));
      setSending({ status: 'saved', kept: keptFields(sent, stored) });
    } catch (error) {
      setSending({ status: 'refused', error });
    }
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void save();
  };

  return (
    <form onSubmit={submit} noValidate className="chart-form">
      <TextInput
        label="Phone"
        type="tel"
        autoComplete="off"
        value={edit.phone}
        onChange={({ currentTarget }) => setEdit({ ...edit, phone: currentTarget.value })}
      />
      <TextInput
        label="Record number"
        autoComplete="off"
        description={isReadonly.includes('identifier') ? readonlyNote : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={edit.recordNumber}
        onChange={({ currentTarget }) => setEdit({ ...edit, recordNumber: currentTarget.value })}
      />
      <Button type="submit" loading={sending.status === 'sending'} className="chart-form-send">
        Save changes
      </Button>
      <div className="chart-form-result">
        {sending.status === 'saved' && <Saved kept={sending.kept} edit={edit} />}
        {sending.status === 'refused' && (
          <FailureNotice error={sending.error} resourceType="Patient" interaction="update" />
        )}
      </div>
    </form>
  );
}

const fieldNames: Readonly<Record<keyof PatientEdit, string>> = { phone: 'phone', recordNumber: 'record number' };

function Saved({ kept, edit }: Readonly<{ kept: readonly (keyof PatientEdit)[]; edit: PatientEdit }>): ReactNode {
  return kept.length === 0 ? (
    <Alert color="green" title="Saved" role="status">
      Medplum stored a new version.
    </Alert>
  ) : (
    <Alert
      color="yellow"
      title={`Medplum kept the ${kept.map((field) => fieldNames[field]).join(' and the ')}`}
      role="status"
    >
      It answered 200 and said nothing of it: {kept.map((field) => edit[field] || 'nothing').join(', ')} stands as
      before, because your access policy makes that field read-only. Everything else was saved.
    </Alert>
  );
}
