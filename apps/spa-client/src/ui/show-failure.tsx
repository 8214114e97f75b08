import { Alert, Button, Stack, Text } from '@mantine/core';
import type { ResourceType } from '@medplum/fhirtypes';
import { type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { type FailureText, Features, type Interaction } from '#feature';
import { type Failure, failureOf } from './failure.ts';
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
        {failure.code === 'forbidden' && WhyForbidden && resourceType ? (
          <WhyForbidden resourceType={resourceType} interaction={interaction} />
        ) : (
          `${text.happened} ${text.next}`
        )}
        <SupportDetails {...failure} />
      </Alert>
      <Retry code={failure.code} retry={retry} />
    </Stack>
  );
}

type FailurePageProps = Readonly<{ failure: Failure; retry?: Readonly<{ to: string; label: string }> }>;

/** Where a flow ends that failed: what happened, what to try, and what to tell support. */
export function FailurePage({ failure, retry }: FailurePageProps): ReactNode {
  const { pathname } = useLocation();
  const { to, label } = retry ?? { to: '/sign-in', label: 'Start a new sign-in' };
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
      <Button component={Link} to={to} reloadDocument={to === pathname}>
        {label}
      </Button>
      <SupportDetails {...failure} />
    </Stack>
  );
}

/** After too many requests, a feature may say when. */
function Retry(props: Readonly<{ code: string; retry?: (() => void) | undefined }>): ReactNode {
  const Chosen = useContext(Features).find((feature) => feature.Retry)?.Retry ?? TryAgain;
  return <Chosen {...props} />;
}

export function TryAgain({ retry }: Readonly<{ retry?: (() => void) | undefined }>): ReactNode {
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

/** For when not even the words arrive. */
const nothingLoads: FailureText = {
  title: 'The app could not load what it needs',
  happened: 'Its web server could not be reached, or a newer version of the app was released.',
  next: 'Check the connection and reload the page.',
};

/** The words for a failure, fetched when there is one: on the first screen there is none. */
function useFailureText(failure: Failure | undefined): FailureText | undefined {
  const features = useContext(Features);
  const [found, setFound] = useState<Readonly<{ failure: Failure; text: FailureText }>>();

  useEffect(() => {
    if (failure) {
      void import('./describe-failure.ts')
        .then(async ({ describeFailure }) => describeFailure(failure, features))
        .catch(() => nothingLoads)
        .then((text) => setFound({ failure, text }));
    }
  }, [failure, features]);

  return found?.failure === failure ? found?.text : undefined;
}
