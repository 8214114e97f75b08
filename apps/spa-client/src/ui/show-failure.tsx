import { Alert, Button, Stack, Text } from '@mantine/core';
import type { ResourceType } from '@medplum/fhirtypes';
import { type ReactNode, Suspense, useContext, useMemo } from 'react';
import { Link, useLocation } from 'react-router';
import { Features, type Interaction } from '#feature';
import { type Failure, failureOf, useFailureText } from './failure.ts';
import { PageTitle, Waiting } from './page-parts.tsx';

type FailureNoticeProps = Readonly<{
  error: unknown;
  /** What was asked of Medplum, if it was about records. */
  resourceType?: ResourceType;
  interaction?: Interaction;
  /** Asks again; without it the user does, by what they pressed. */
  retry?: () => void;
}>;

/** A failure, shown where it happened: why, and what to do. */
export function FailureNotice({ error, resourceType, interaction, retry }: FailureNoticeProps): ReactNode {
  const WhyForbidden = useContext(Features).find((feature) => feature.WhyForbidden)?.WhyForbidden;
  const failure = useMemo(() => (error ? failureOf(error) : undefined), [error]);
  const text = useFailureText(failure);
  if (!failure || !text) {
    return null;
  }
  return (
    <Stack gap="xs" align="flex-start">
      <Alert color="red" title={text.title} role="alert" w="100%">
        <Suspense>
          {failure.code === 'forbidden' && WhyForbidden && resourceType ? (
            <WhyForbidden resourceType={resourceType} interaction={interaction} />
          ) : (
            `${text.happened} ${text.next}`
          )}
        </Suspense>
        <SupportDetails {...failure} />
      </Alert>
      <Retry code={failure.code} retry={retry} />
    </Stack>
  );
}

type FailurePageProps = Readonly<{ failure: Failure; retry?: Readonly<{ to: string; label: string }> }>;

const newSignIn = { to: '/sign-in', label: 'Start a new sign-in' };

/** Where a flow ends that failed: what happened, what to try, and what to tell support. */
export function FailurePage({ failure, retry = newSignIn }: FailurePageProps): ReactNode {
  const { pathname } = useLocation();
  const text = useFailureText(failure);
  if (!text) {
    return <Waiting>Looking up what went wrong</Waiting>;
  }
  return (
    <Stack align="flex-start" maw="40rem">
      <PageTitle>{text.title}</PageTitle>
      <Text>{text.happened}</Text>
      <Text>{text.next}</Text>
      <Retry code={failure.code} />
      <Button component={Link} to={retry.to} reloadDocument={retry.to === pathname}>
        {retry.label}
      </Button>
      <SupportDetails {...failure} />
    </Stack>
  );
}

/** After too many requests, a feature may say when. */
function Retry({ code, retry }: Readonly<{ code: string; retry?: (() => void) | undefined }>): ReactNode {
  const When = useContext(Features).find((feature) => feature.Retry)?.Retry;
  if (When && ['too_many_attempts', 'too-many-requests', 'throttled'].includes(code)) {
    return (
      <Suspense>
        <When retry={retry} />
      </Suspense>
    );
  }
  return (
    retry && (
      <Button variant="default" size="xs" onClick={retry}>
        Try again
      </Button>
    )
  );
}

/** The reference for support, and one click away what the server said, word for word. */
export function SupportDetails({ code, detail, raw, reference, at }: Failure): ReactNode {
  return (
    <Stack gap={0} mt="sm" maw="100%">
      <Text size="sm">
        Reference for support: <code>{reference}</code>
      </Text>
      <details>
        <summary>What the server answered</summary>
        <Text size="sm" mt="xs">
          <code>{code}</code> at {at}: {detail}
        </Text>
        {raw ? <pre>{JSON.stringify(raw, null, 2)}</pre> : <Text size="sm">It sent nothing more.</Text>}
      </details>
    </Stack>
  );
}
