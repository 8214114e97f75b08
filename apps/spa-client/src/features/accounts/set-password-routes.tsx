import type { ReactNode } from 'react';
import { Route } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { lazyPage } from '#ui/lazy-page.ts';

const SetPasswordPage = lazyPage(async () => (await import('./set-password-page.tsx')).SetPasswordPage);
const ResetPasswordPage = lazyPage(async () => (await import('./reset-password-page.tsx')).ResetPasswordPage);

/** The paths of Medplum's own mails: a server whose `appBaseUrl` is this app leads here. */
export function setPasswordRoutes(auth: Auth): ReactNode {
  return (
    <>
      <Route path="/setpassword/:id?/:secret?" element={<SetPasswordPage auth={auth} />} />
      <Route path="/resetpassword" element={<ResetPasswordPage auth={auth} />} />
    </>
  );
}
