import { OfferedWays } from '#login/offered-ways.tsx';
import type { SignInFeature } from '#login/sign-in-feature.ts';
import { EmailCard } from './email-card.tsx';

/** Email and password in this page, with what Medplum asks next: a code, a second factor, a profile. */
export const password: SignInFeature = {
  name: 'password',
  SignInWays: OfferedWays,
  card: (props) => <EmailCard {...props} />,
  failures: async () => (await import('#login/failures.ts')).failures,
};
