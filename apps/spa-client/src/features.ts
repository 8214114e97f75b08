import type { FeatureDoors } from '#feature';

/** What is built in beside the redirect, in the order in which pages show it. To take one out, delete its folder and its line. */
export const features: FeatureDoors = [
  import('#features/password/feature.tsx'),
  import('#features/identity-provider/feature.tsx'),
  import('#features/google/feature.tsx'),
  import('#features/sessions/feature.tsx'),
  import('#features/accounts/feature.tsx'),
  import('#features/magic-link/feature.tsx'),
  import('#features/smart/feature.tsx'),
  import('#features/token-exchange/feature.tsx'),
  import('#features/second-factor/feature.tsx'),
  import('#features/history/feature.tsx'),
  import('#features/live-list/feature.tsx'),
  import('#features/chart-edits/feature.tsx'),
  import('#features/access-token/feature.tsx'),
  import('#features/access-policy/feature.tsx'),
  import('#features/rate-limits/feature.tsx'),
  import('#features/other-tabs/feature.tsx'),
  import('#features/shared-workstation/feature.tsx'),
  import('#features/what-happened/feature.tsx'),
  import('#features/pattern-note/feature.tsx'),
  import('#features/blocked-storage/feature.tsx'),
  import('#features/color-scheme/feature.tsx'),
];
