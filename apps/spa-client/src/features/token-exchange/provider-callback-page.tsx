import { type ReactNode, useEffect, useState } from 'react';
import { useLocation, useNavigate, useOutletContext } from 'react-router';
import { type Failure, failureOf } from '#ui/failure.ts';
import { Waiting } from '#ui/page-parts.tsx';
import { FailurePage } from '#ui/show-failure.tsx';
import type { TokenExchange } from './use-token-exchange.ts';

const retry = { to: '/token-exchange', label: 'Start the token exchange again' };

/** Where the identity provider sends the browser back to. Either way the code leaves the address bar at once. */
export function ProviderCallbackPage(): ReactNode {
  const { provider, finish } = useOutletContext<TokenExchange>();
  const { search, state } = useLocation();
  const navigate = useNavigate();
  // In the history, so that it survives the change of the address.
  const failure = (state as { failure?: Failure } | null)?.failure;
  const [first] = useState({ search, isFailed: Boolean(failure), finish });

  useEffect(() => {
    if (!first.isFailed && !failure) {
      first.finish(first.search).then(
        () => navigate('/token-exchange', { replace: true }),
        (error: unknown) =>
          navigate('/token-exchange/callback', { replace: true, state: { failure: failureOf(error) } }),
      );
    }
  }, [first, failure, navigate]);

  return failure ? (
    <FailurePage failure={failure} retry={retry} />
  ) : (
    <Waiting>{`Getting your tokens from ${provider}`}</Waiting>
  );
}
