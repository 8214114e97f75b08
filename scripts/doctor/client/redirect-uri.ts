import { medplumEndpoints } from '@auth-patterns/auth-config';
import { fault, ok, type Finding } from '#doctor/finding.ts';
import { ask, type Outside } from '#doctor/outside.ts';

type Looked = Readonly<{
  finding: Finding;
  /** Where the server sends people to sign in. */
  signInUrl?: URL;
}>;

// The example of RFC 7636 appendix B. Nobody signs in with it.
const codeChallenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** Whether the server would send a code to this address: it tells so before anyone has signed in (RFC 6749 §3.1.2.4). */
export async function redirectUri(
  { baseUrl, clientId, scope, uri }: Readonly<{ baseUrl: string; clientId: string; scope: string; uri: string }>,
  outside: Pick<Outside, 'fetch'>,
): Promise<Looked> {
  const request = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: uri,
    scope,
    state: 'doctor',
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
  };
  const answer = await ask(outside, `${medplumEndpoints(baseUrl).authorize}?${String(new URLSearchParams(request))}`);
  const location = URL.parse(answer?.headers.get('location') ?? '', baseUrl);
  if (answer?.status === 302 && location) {
    const said = location.searchParams.get('error_description') ?? location.searchParams.get('error');
    return said !== null && location.href.startsWith(uri)
      ? { finding: fault('redirect-uri', `The server refuses this sign-in: ${said}`, 'Look at PUBLIC_MEDPLUM_SCOPE.') }
      : { finding: ok('redirect-uri', `${uri} is registered`), signInUrl: location };
  }
  const said = answer ? (await answer.text()).slice(0, 100) : 'no answer';
  return { finding: refused(said, uri) };
}

function refused(said: string, uri: string): Finding {
  if (/client not found/i.test(said)) {
    return fault(
      'client',
      'The server has no such ClientApplication.',
      'Correct PUBLIC_MEDPLUM_CLIENT_ID, or make one with npm run provision.',
    );
  }
  return fault(
    'redirect-uri',
    `The server sends no code to ${uri}: ${said}`,
    `Register ${uri} at the ClientApplication, letter for letter: Project admin → Clients, redirectUris.`,
  );
}
