import { Alert, Button, NativeSelect, TextInput } from '@mantine/core';
import { getReferenceString } from '@medplum/core';
import type { Observation, Patient } from '@medplum/fhirtypes';
import { useMedplum, useMedplumProfile } from '@medplum/react-hooks';
import { type ReactNode, type SubmitEvent, useRef, useState } from 'react';
import { FailureNotice } from '#ui/show-failure.tsx';
import { entrySystem, newObservation } from './new-observation.ts';
import { type ObservationKind, observationKinds } from './observation-kinds.ts';

type Sending =
  | Readonly<{ status: 'idle' | 'sending' }>
  | Readonly<{ status: 'added'; observation: Observation }>
  | Readonly<{ status: 'refused'; error: unknown }>;

export function ObservationForm({ patient }: Readonly<{ patient: Patient }>): ReactNode {
  const medplum = useMedplum();
  const author = useMedplumProfile();
  const [loinc, setLoinc] = useState(observationKinds[0].loinc);
  const [problem, setProblem] = useState<string>();
  const [sending, setSending] = useState<Sending>({ status: 'idle' });
  const entryId = useRef(crypto.randomUUID());
  const kind = observationKinds.find((candidate) => candidate.loinc === loinc) ?? observationKinds[0];

  const send = async (form: HTMLFormElement): Promise<void> => {
    const value = readValue(kind, new FormData(form).get('value') as string);
    if (typeof value === 'string') {
      setProblem(value);
      return;
    }
    setProblem(undefined);
    setSending({ status: 'sending' });
    try {
      const entry = newObservation({ kind, value, patient, author, entryId: entryId.current, at: new Date() });
      // The SDK repeats a POST that met a server error: the condition keeps the second one from adding it again.
      const observation = await medplum.createResourceIfNoneExist(
        entry,
        `identifier=${encodeURIComponent(`${entrySystem}|${entryId.current}`)}`,
      );
      entryId.current = crypto.randomUUID();
      form.reset();
      setSending({ status: 'added', observation });
    } catch (error) {
      setSending({ status: 'refused', error });
    }
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void send(event.currentTarget);
  };

  return (
    <form onSubmit={submit} noValidate className="chart-form">
      <NativeSelect
        label="What was measured"
        value={loinc}
        onChange={({ currentTarget }) => setLoinc(currentTarget.value)}
        data={observationKinds.map(({ loinc: value, display }) => ({ value, label: display }))}
      />
      <TextInput name="value" inputMode="decimal" autoComplete="off" label={`Value in ${kind.unit}`} error={problem} />
      <Button type="submit" loading={sending.status === 'sending'} className="chart-form-send">
        Add
      </Button>
      <div className="chart-form-result">
        {sending.status === 'added' && (
          <Alert color="green" title="Added" role="status">
            Medplum stored it as <code>{getReferenceString(sending.observation)}</code>.
          </Alert>
        )}
        {sending.status === 'refused' && (
          <FailureNotice error={sending.error} resourceType="Observation" interaction="create" />
        )}
      </div>
    </form>
  );
}

/** Reads what was typed: a number, or else what is wrong with it. */
function readValue(kind: ObservationKind, typed: string): number | string {
  const value = Number(typed.trim().replace(',', '.') || 'nothing');
  if (Number.isNaN(value)) {
    return `Enter a number in ${kind.unit}`;
  }
  return value < kind.min || value > kind.max
    ? `${kind.display} is between ${kind.min} and ${kind.max} ${kind.unit}`
    : value;
}
