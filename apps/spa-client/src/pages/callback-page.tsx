import { type ReactNode, useContext, useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { Features } from '#feature';
import type { Auth } from '#medplum/auth.ts';
import { type Failure, failureOf } from '#ui/failure.ts';
import { Waiting } from '#ui/page-parts.tsx';
import { FailurePage } from '#ui/show-failure.tsx';

/** Where Medplum sends the browser back to, whoever began the sign-in. */
export function CallbackPage({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const features = useContext(Features);
  // Once, at first: finishing takes away what tells whose it is.
  const [Page] = useState(() => features.find(({ callback }) => callback?.isMine(auth))?.callback?.Page ?? Redirected);
  return <Page auth={auth} />;
}

/** Either way it leaves at once, and the code leaves the address bar. */
function Redirected({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const { search } = useLocation();
  const navigate = useNavigate();

  useEffect(() => {
    auth
      .connect()
      .then(async ({ redirect }) => redirect.finish(search))
      .then(
        (returnTo) => navigate(returnTo, { replace: true }),
        (error: unknown) => navigate('/sign-in/failed', { replace: true, state: failureOf(error) }),
      );
  }, [auth, search, navigate]);

  return <Waiting>Signing you in</Waiting>;
}

/** A failed redirect ends here, with the failure in the history entry: a reload shows the same. */
export function SignInFailedPage(): ReactNode {
  const failure = useLocation().state as Failure | null;
  return <FailurePage failure={failure ?? failureOf(new Error('This address was opened by itself'))} />;
}
