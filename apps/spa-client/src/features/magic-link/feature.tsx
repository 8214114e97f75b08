import { Route } from 'react-router';
import { OfferedWays } from '#login/offered-ways.tsx';
import type { SignInFeature } from '#login/sign-in-feature.ts';
import { lazyPage } from '#ui/page-parts.tsx';

const MagicLinkPage = lazyPage(async () => (await import('./magic-link-page.tsx')).MagicLinkPage);
const NewMagicLinkPage = lazyPage(async () => (await import('./new-magic-link-page.tsx')).NewMagicLinkPage);

/** A link that an administrator makes signs its holder in, once (pre-authorized code). */
export const magicLink: SignInFeature = {
  name: 'magic-link',
  SignInWays: OfferedWays,
  routes: (auth) => <Route path="/magic-link" element={<MagicLinkPage auth={auth} />} />,
  signedInRoutes: ({ settings }) => (
    <Route path="/magic-link/new" element={<NewMagicLinkPage clientId={settings.clientId} />} />
  ),
  otherWays: () => [
    {
      title: 'Somebody sent you a sign-in link?',
      text: 'Open it in this browser. It works once and needs no password.',
    },
  ],
  failures: async () => (await import('./failures.ts')).failures,
};
