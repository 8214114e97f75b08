import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { isOk } from '@medplum/core';
import { useMedplum, useSearchResources } from '@medplum/react-hooks';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { AdministratorsOnly } from '#parts/administrators-only.tsx';
import { useHasFeature } from '#parts/use-has-feature.ts';
import { PageTitle } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';
import type { Invited } from './invitation.ts';
import { InviteForm } from './invite-form.tsx';
import { InvitedNotice } from './invited-notice.tsx';

/** An administrator makes somebody a member of the project. */
export function InvitePage(): ReactNode {
  const isAdministrator = useMedplum().getProjectMembership()?.admin === true;
  return (
    <Stack maw="36rem">
      <PageTitle>Invite somebody</PageTitle>
      {isAdministrator ? <Invite /> : <AdministratorsOnly />}
    </Stack>
  );
}

function Invite(): ReactNode {
  const [policies, , outcome] = useSearchResources('AccessPolicy', { _count: '100', _sort: 'name' });
  const hasMagicLinks = useHasFeature('magic-link');
  const [invited, setInvited] = useState<Invited>();

  if (outcome && !isOk(outcome)) {
    return <FailureNotice error={outcome} resourceType="AccessPolicy" />;
  }
  if (!policies) {
    return <Skeleton height={320} role="status" aria-label="Loading the access policies" />;
  }
  if (invited) {
    return <InvitedNotice invited={invited} onAnother={() => setInvited(undefined)} />;
  }
  return (
    <>
      <Text>
        Medplum makes an account of this project, a profile, and a membership that ties them to an access policy. They
        choose their own password.
      </Text>
      <InviteForm policies={policies} onInvited={setInvited} />
      {hasMagicLinks && (
        <Text size="sm" c="dimmed">
          Somebody who is a member already, and should get in without a password?{' '}
          <Anchor component={Link} to="/magic-link/new" underline="always">
            Make a magic link
          </Anchor>
        </Text>
      )}
    </>
  );
}
