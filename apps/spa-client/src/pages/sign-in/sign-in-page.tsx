import { Alert, Paper, Stack, Text, Title } from '@mantine/core';
import { Fragment, type ReactNode, Suspense, useContext, useState } from 'react';
import { Navigate, useLocation } from 'react-router';
import { type CardProps, type Feature, Features } from '#feature';
import { localPath } from '#local-path';
import type { Auth } from '#medplum/auth.ts';
import type { SessionState, SignedOutBecause } from '#medplum/session.ts';
import { PageTitle } from '#ui/page-title.tsx';
import { MoreWays } from './more-ways.tsx';
import { RedirectCard } from './redirect-card.tsx';
import { RightPatternNote } from './right-pattern-note.tsx';
import './sign-in-page.css';

type SignInPageProps = Readonly<{ auth: Auth; state: SessionState }>;

/** The first page: what this pattern is, whether it is the right one, and the ways to sign in. */
export function SignInPage({ auth, state }: SignInPageProps): ReactNode {
  const { search } = useLocation();
  const features = useContext(Features);
  const [email, setEmail] = useState('');
  const [instead, setInstead] = useState<ReactNode>();
  const returnTo = localPath(new URLSearchParams(search).get('returnTo'), window.location.origin);

  if (state.status === 'signed-in') {
    return <Navigate to={returnTo} replace />;
  }
  if (instead) {
    return instead;
  }
  const notice = state.status === 'signed-out' ? signedOutNotice(state.because, features) : undefined;
  const elsewhere = features.find((feature) => feature.elsewhere)?.elsewhere;
  const card: CardProps = { auth, returnTo, email, onEmail: setEmail, replaceCards: setInstead, elsewhere };
  return (
    <Stack gap="xl">
      <Stack gap="xs">
        <PageTitle>Sign in</PageTitle>
        <Text size="lg" c="dimmed" className="sign-in-lead">
          This app has no server of its own. The browser holds your Medplum token and asks Medplum for every record.
        </Text>
      </Stack>
      {notice && <Alert role="status">{notice}</Alert>}
      <Suspense>
        {features.map(({ name, SignInNotice }) => SignInNotice && <SignInNotice key={name} auth={auth} />)}
      </Suspense>
      <RightPatternNote />
      <div className="sign-in-ways">
        <RedirectCard auth={auth} returnTo={returnTo} />
        {features.map((feature) => (
          <Fragment key={feature.name}>{feature.card?.(card)}</Fragment>
        ))}
        <AccountsElsewhere {...card} />
      </div>
      <MoreWays auth={auth} />
    </Stack>
  );
}

/** Accounts at others, for which features have buttons. */
function AccountsElsewhere(props: CardProps): ReactNode {
  const buttons = useContext(Features)
    .map(({ name, accountButton }) => ({ name, button: accountButton?.(props) }))
    .filter(({ button }) => Boolean(button));
  return buttons.length === 0 ? null : (
    <Paper withBorder p="lg" component="section" aria-labelledby="by-provider">
      <Stack>
        <Title order={2} size="h3" id="by-provider">
          With an account you have elsewhere
        </Title>
        <Text>They say who you are, and Medplum finds your account by that. A window opens for it.</Text>
        {buttons.map(({ name, button }) => (
          <div key={name} className="sign-in-account">
            {button}
          </div>
        ))}
      </Stack>
    </Paper>
  );
}

const notices: Readonly<Record<SignedOutBecause, string | undefined>> = {
  'not-yet': undefined,
  'session-ended': 'Your session has ended. Sign in again to go on where you were.',
  'signed-out': 'You are signed out. Medplum has revoked the session.',
  'signed-out-here-only':
    'You are signed out on this device. Medplum did not answer, so the session may stay valid there until it expires.',
};

/** Why nobody is signed in, in words for whoever was. */
function signedOutNotice(because: string, features: readonly Feature[]): string | undefined {
  const ofFeatures = Object.assign({}, ...features.map(({ signedOutNotices }) => signedOutNotices)) as object;
  return ({ ...ofFeatures, ...notices } as Readonly<Record<string, string | undefined>>)[because];
}
