import type { Feature } from '#feature';
import { accounts } from '#features/accounts/feature.tsx';
import { google } from '#features/google/feature.tsx';
import { identityProvider } from '#features/identity-provider/feature.tsx';
import { magicLink } from '#features/magic-link/feature.tsx';
import { otherTabs } from '#features/other-tabs/feature.tsx';
import { password } from '#features/password/feature.tsx';
import { secondFactor } from '#features/second-factor/feature.tsx';
import { sessions } from '#features/sessions/feature.tsx';
import { sharedWorkstation } from '#features/shared-workstation/feature.tsx';
import { smart } from '#features/smart/feature.tsx';
import { tokenExchange } from '#features/token-exchange/feature.tsx';

/** What is built in beside the redirect, in the order in which pages show it. To take one out, delete its folder too. */
export const features: readonly Feature[] = [
  password,
  identityProvider,
  google,
  sessions,
  accounts,
  magicLink,
  smart,
  tokenExchange,
  secondFactor,
  otherTabs,
  sharedWorkstation,
];
