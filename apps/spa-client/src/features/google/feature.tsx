import { OfferedWays } from '#login/offered-ways.tsx';
import type { SignInFeature } from '#login/sign-in-feature.ts';
import { lazyPart } from '#ui/page-parts.tsx';
import type { GoogleSettings } from './settings.ts';

const GoogleButton = lazyPart(async () => (await import('./google-button.tsx')).GoogleButton);

const name = 'google';

/** Google's own button, where the settings have a client of Google's. */
export const google: SignInFeature = {
  name,
  SignInWays: OfferedWays,
  accountButton: (props) => {
    const settings = props.auth.featureSettings[name] as GoogleSettings | undefined;
    return settings && <GoogleButton {...props} google={settings} />;
  },
  failures: async () => {
    const [own, login] = await Promise.all([import('./failures.ts'), import('#login/failures.ts')]);
    return { ...login.failures, ...own.failures };
  },
};
