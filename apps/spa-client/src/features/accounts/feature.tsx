import { Route } from 'react-router';
import { OfferedWays } from '#login/offered-ways.tsx';
import type { SignInFeature } from '#login/sign-in-feature.ts';
import type { Auth } from '#medplum/auth.ts';
import { lazyPage } from '#ui/page-parts.tsx';
import type { AccountSettings } from './settings.ts';

const RegisterPage = lazyPage(async () => (await import('./register-page.tsx')).RegisterPage);
const SetPasswordPage = lazyPage(async () => (await import('./set-password-page.tsx')).SetPasswordPage);
const ResetPasswordPage = lazyPage(async () => (await import('./reset-password-page.tsx')).ResetPasswordPage);
const InvitePage = lazyPage(async () => (await import('./invite-page.tsx')).InvitePage);

const name = 'accounts';

/** Patients register, administrators invite, and a link in a mail sets a password. */
export const accounts: SignInFeature = {
  name,
  SignInWays: OfferedWays,
  routes: (auth) => {
    const { projectId } = settingsOf(auth);
    return (
      <>
        {projectId && <Route path="/register" element={<RegisterPage auth={auth} projectId={projectId} />} />}
        {/* The paths of Medplum's own mails: a server whose `appBaseUrl` is this app leads here. */}
        <Route path="/setpassword/:id?/:secret?" element={<SetPasswordPage auth={auth} />} />
        <Route path="/resetpassword" element={<ResetPasswordPage auth={auth} projectId={projectId} />} />
      </>
    );
  },
  signedInRoutes: () => <Route path="/invite" element={<InvitePage />} />,
  headerLinks: [{ to: '/invite', label: 'Invite', isForAdministrators: true }],
  otherWays: (auth) => [
    ...(settingsOf(auth).projectId
      ? [{ to: '/register', title: 'Register as a patient', text: 'Makes an account and a chart of your own.' }]
      : []),
    {
      to: '/resetpassword',
      title: 'Forgot your password?',
      text: 'Medplum mails you a link with which you set a new one.',
    },
  ],
  failures: async () => {
    const [own, login] = await Promise.all([import('./failures.ts'), import('#login/failures.ts')]);
    return { ...login.failures, ...own.failures };
  },
};

function settingsOf({ featureSettings }: Auth): AccountSettings {
  const settings = featureSettings[name] as AccountSettings | undefined;
  return settings ?? {};
}
