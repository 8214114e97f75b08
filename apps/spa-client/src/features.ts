import type { Feature } from '#feature';
import { accessPolicy } from '#features/access-policy/feature.tsx';
import { accessToken } from '#features/access-token/feature.tsx';
import { accounts } from '#features/accounts/feature.tsx';
import { blockedStorage } from '#features/blocked-storage/feature.tsx';
import { chartEdits } from '#features/chart-edits/feature.tsx';
import { colorScheme } from '#features/color-scheme/feature.tsx';
import { google } from '#features/google/feature.tsx';
import { history } from '#features/history/feature.tsx';
import { identityProvider } from '#features/identity-provider/feature.tsx';
import { liveList } from '#features/live-list/feature.tsx';
import { magicLink } from '#features/magic-link/feature.tsx';
import { otherTabs } from '#features/other-tabs/feature.tsx';
import { password } from '#features/password/feature.tsx';
import { patternNote } from '#features/pattern-note/feature.tsx';
import { rateLimits } from '#features/rate-limits/feature.tsx';
import { secondFactor } from '#features/second-factor/feature.tsx';
import { sessions } from '#features/sessions/feature.tsx';
import { sharedWorkstation } from '#features/shared-workstation/feature.tsx';
import { smart } from '#features/smart/feature.tsx';
import { tokenExchange } from '#features/token-exchange/feature.tsx';
import { whatHappened } from '#features/what-happened/feature.tsx';

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
  history,
  liveList,
  chartEdits,
  accessToken,
  accessPolicy,
  rateLimits,
  otherTabs,
  sharedWorkstation,
  whatHappened,
  patternNote,
  blockedStorage,
  colorScheme,
];
