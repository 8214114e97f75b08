import type { BrowserSettings } from '@auth-patterns/auth-config';

/** A page of its own for somebody whom the cards on the first screen do not serve. */
export type OtherWay = Readonly<{
  to: string;
  title: string;
  text: string;
  /** A way without its setting does not show. */
  isOffered?: (settings: BrowserSettings) => boolean;
}>;

/** One line for each. Delete the line of a feature that you delete. */
export const otherWays: readonly OtherWay[] = [
  {
    to: '/register',
    title: 'Register as a patient',
    text: 'Makes an account and a chart of your own.',
    isOffered: ({ projectId }) => projectId !== undefined,
  },
  {
    to: '/resetpassword',
    title: 'Forgot your password?',
    text: 'Medplum mails you a link with which you set a new one.',
  },
];
