import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import type { AccessPolicy } from '@medplum/fhirtypes';
import { useMedplum } from '@medplum/react-hooks';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { fieldProblem } from '#parts/field-problem.ts';
import { useRequest } from '#parts/use-request.ts';
import { FailureNotice } from '#ui/show-failure.tsx';
import { AccessPolicyChoice } from './access-policy-choice.tsx';
import { invite, type Invitation, type Invited } from './invitation.ts';

type InviteFormProps = Readonly<{ policies: readonly AccessPolicy[]; onInvited: (invited: Invited) => void }>;

const roles = [
  { value: 'Practitioner', label: 'Practitioner: works in the clinic' },
  { value: 'Patient', label: 'Patient' },
];

const ways = [
  { value: 'link', label: 'I hand over a link that this page shows once' },
  { value: 'mail', label: 'Medplum mails a link to the page it is set up with' },
];

export function InviteForm({ policies, onInvited }: InviteFormProps): ReactNode {
  const medplum = useMedplum();
  const { busy, error, send } = useRequest();
  const [accessPolicy, setAccessPolicy] = useState<AccessPolicy>();

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const person = readPerson(new FormData(event.currentTarget));
    if (accessPolicy) {
      send(async () => onInvited(await invite(medplum, window.location.origin, { ...person, accessPolicy })));
    }
  };

  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput {...field('firstName', 'First name')} error={fieldProblem(error, 'firstName')} />
        <TextInput {...field('lastName', 'Last name')} error={fieldProblem(error, 'lastName')} />
        <TextInput {...field('email', 'Email')} type="email" error={fieldProblem(error, 'email')} />
        <NativeSelect name="role" label="Role" data={roles} />
        <AccessPolicyChoice policies={policies} policy={accessPolicy} onPolicy={setAccessPolicy} />
        <NativeSelect name="way" label="How do they get to set a password?" data={ways} />
        <FailureNotice error={error} />
        <Button type="submit" loading={busy}>
          Invite
        </Button>
      </Stack>
    </form>
  );
}

function readPerson(form: FormData): Omit<Invitation, 'accessPolicy'> {
  const text = (name: string): string => (form.get(name) as string).trim();
  return {
    firstName: text('firstName'),
    lastName: text('lastName'),
    email: text('email'),
    resourceType: form.get('role') === 'Patient' ? 'Patient' : 'Practitioner',
    sendEmail: form.get('way') === 'mail',
  };
}

function field(name: string, label: string): object {
  return { name, label, autoComplete: 'off', required: true, withAsterisk: false, maxLength: 128 };
}
