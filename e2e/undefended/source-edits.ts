import type { SourceEdit } from './edit-source.ts';
import { knownValues } from './known-values.ts';

/** The defences of spa-client that are code or markup: each with the attack that it stops. */
export const sourceEdits: readonly SourceEdit[] = [
  {
    // What the SDK does where a page has no `crypto.subtle`.
    defence: 'B1 no fallback to plain',
    file: 'src/medplum/code-flow.ts',
    replace: "throw new SignInError('insecure_page', 'PKCE needs a page served over https');",
    by: 'return codeVerifier;',
  },
  {
    defence: 'B1 method S256',
    file: 'src/medplum/code-flow.ts',
    replace: "code_challenge_method: 'S256',",
    by: "code_challenge_method: codeChallenge === attempt.codeVerifier ? 'plain' : 'S256',",
  },
  {
    defence: 'B2 an attempt is handed out once',
    file: 'src/medplum/attempt.ts',
    replace: '  tabStorage.removeItem(key);\n  return attempt;',
    by: '  return attempt;',
  },
  {
    defence: 'B4 state',
    file: 'src/medplum/code-flow.ts',
    replace: 'checkAnswer(server, new URLSearchParams(search), attempt.state)',
    by: 'checkAnswer(server, new URLSearchParams(search), oauth.skipStateCheck)',
  },
  {
    defence: 'B4 an answer after an identity provider has no state',
    file: 'src/features/identity-provider/external-sign-in.ts',
    replace: 'checkAnswer(context.authorizationServer, answer, oauth.expectNoState)',
    by: 'checkAnswer(context.authorizationServer, answer, oauth.skipStateCheck)',
  },
  {
    defence: 'B4 code verifier',
    file: 'src/medplum/code-flow.ts',
    replace: 'const codeVerifier = oauth.generateRandomCodeVerifier();',
    by: `const codeVerifier = '${knownValues.codeVerifier}';`,
  },
  {
    defence: 'B5 issuer of Medplum’s and of the identity provider’s answer',
    file: 'src/medplum/code-flow.ts',
    replace: 'oauth.validateAuthResponse(server, client, answer, state)',
    by: "oauth.validateAuthResponse({ issuer: answer.get('iss') ?? server.issuer }, client, answer, state)",
  },
  {
    defence: 'B6 returnTo',
    file: 'src/local-path.ts',
    replace: "if (!candidate?.startsWith('/') || !URL.canParse(candidate, origin)) {",
    by: 'if (candidate) { return candidate; } else {',
  },
  {
    // The router's `navigate` stays in this app by itself; an app that sets the address does not.
    defence: 'B6 navigation',
    file: 'src/pages/sign-in-page.tsx',
    replace: 'return <Navigate to={returnTo} replace />;',
    by: 'window.location.assign(returnTo); return null;',
  },
  {
    // `assign` also leaves the callback in the history, where `replace` does not.
    defence: 'B6 navigation, B9 history',
    file: 'src/pages/callback-page.tsx',
    replace: '(returnTo) => navigate(returnTo, { replace: true }),',
    by: '(returnTo) => window.location.assign(returnTo),',
  },
  {
    defence: 'B6 navigation after an identity provider',
    file: 'src/features/identity-provider/provider-callback.tsx',
    replace: 'void navigate(finished.returnTo, { replace: true });',
    by: 'window.location.assign(finished.returnTo);',
  },
  {
    defence: 'B9 Referer',
    file: 'index.html',
    replace: '<meta name="referrer" content="no-referrer" />',
    by: '<meta name="referrer" content="unsafe-url" />',
  },
  {
    // What the SDK does: it takes the tokens as they come.
    defence: 'B10 claims of the ID token',
    file: 'src/medplum/redeem-code.ts',
    replace: 'oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce })',
    by: 'response.json()',
  },
  {
    defence: 'B10 signature of the ID token',
    file: 'src/medplum/redeem-code.ts',
    replace: 'await oauth.validateApplicationLevelSignature(server, response, options);',
    by: '',
  },
  {
    defence: 'C11 a sign-in of its own for each launch',
    file: 'src/features/smart/smart-launch.ts',
    replace: "    prompt: 'login',\n",
    by: '',
  },
];
