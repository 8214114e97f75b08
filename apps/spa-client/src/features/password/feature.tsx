import type { Feature } from '#feature';
import { EmailCard } from './email-card.tsx';

/** Email and password in this page, with what Medplum asks next: a code, a second factor, a profile. */
export const password: Feature = {
  name: 'password',
  card: (props) => <EmailCard {...props} />,
  failures: async () => (await import('#login/failures.ts')).failures,
};
