import type { BrowserSettings } from '@auth-patterns/auth-config';

/** For somebody whom the cards on the first screen do not serve: a page of its own, or a word of help. */
export type OtherWay = Readonly<{
  to?: string;
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
  {
    title: 'Somebody sent you a sign-in link?',
    text: 'Open it in this browser. It works once and needs no password.',
  },
  {
    to: '/smart',
    title: 'Start as a SMART app',
    text: 'Choose what the app may ask for, and see what it gets.',
  },
  {
    to: '/token-exchange',
    title: 'Exchange the token of an identity provider',
    text: 'Shows both tokens, and what happens to them.',
    isOffered: ({ identityProvider }) => identityProvider?.direct !== undefined,
  },
];
