import { Button, NativeSelect, Skeleton, Stack } from '@mantine/core';
import type { ProjectMembership } from '@medplum/fhirtypes';
import { useMedplum } from '@medplum/react-hooks';
import { type ReactNode, type SubmitEvent, useEffect, useState } from 'react';
import { memberName, readMembers } from '#parts/members.ts';
import { useRequest } from '#parts/use-request.ts';
import { FailureNotice } from '#ui/show-failure.tsx';
import { type MagicLink, makeMagicLink } from './pre-authorized-code.ts';

type NewMagicLinkFormProps = Readonly<{ clientId: string; onLink: (link: MagicLink | undefined) => void }>;

type Members =
  | Readonly<{ status: 'loading' }>
  | Readonly<{ status: 'found'; members: readonly ProjectMembership[] }>
  | Readonly<{ status: 'refused'; error: unknown }>;

/** In seconds. Medplum takes up to a week. */
const lifetimes = [
  { value: '900', label: '15 minutes' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
];

export function NewMagicLinkForm({ clientId, onLink }: NewMagicLinkFormProps): ReactNode {
  const medplum = useMedplum();
  const found = useMembers();
  const { busy, error, send } = useRequest();

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const membershipId = form.get('member') as string;
    const expiresIn = Number(form.get('lifetime'));
    onLink(undefined);
    send(async () => {
      const options = { clientId, scope: 'openid profile', membershipId, expiresIn };
      onLink(await makeMagicLink(medplum, window.location.origin, options));
    });
  };

  if (found.status === 'loading') {
    return <Skeleton height={220} role="status" aria-label="Loading the members" />;
  }
  if (found.status === 'refused') {
    return <FailureNotice error={found.error} resourceType="ProjectMembership" />;
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <NativeSelect
          name="member"
          label="Member"
          data={found.members.map((member) => ({ value: member.id ?? '', label: memberName(member) }))}
        />
        <NativeSelect name="lifetime" label="Works for" data={lifetimes} />
        <FailureNotice error={error} />
        <Button type="submit" loading={busy}>
          Make the link
        </Button>
      </Stack>
    </form>
  );
}

function useMembers(): Members {
  const medplum = useMedplum();
  const [found, setFound] = useState<Members>({ status: 'loading' });
  useEffect(() => {
    readMembers(medplum).then(
      (members) => setFound({ status: 'found', members }),
      (error: unknown) => setFound({ status: 'refused', error }),
    );
  }, [medplum]);
  return found;
}
