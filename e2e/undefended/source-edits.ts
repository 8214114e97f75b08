import type { SourceEdit } from './edit-source.ts';
import { knownValues } from './known-values.ts';

/** The defences of spa-client that are code or markup: each with the attack that it stops. */
export const sourceEdits: readonly SourceEdit[] = [
  {
    defence: 'B4 state',
    file: 'src/medplum/redirect-sign-in.ts',
    replace: "way === 'medplum' ? state : oauth.expectNoState",
    by: 'oauth.skipStateCheck',
  },
  {
    defence: 'B4 code verifier',
    file: 'src/medplum/pkce.ts',
    replace: 'const codeVerifier = randomText();',
    by: `const codeVerifier = '${knownValues.codeVerifier}';`,
  },
  {
    defence: 'B4 nonce',
    file: 'src/medplum/sign-in-attempt.ts',
    replace: 'nonce: randomText()',
    by: `nonce: '${knownValues.nonce}'`,
  },
  {
    defence: 'B6 returnTo',
    file: 'src/medplum/return-to.ts',
    replace: "if (!candidate?.startsWith('/') || !URL.canParse(candidate, origin)) {",
    by: 'if (candidate) { return candidate; } else {',
  },
  {
    // The router's `navigate` stays in this app by itself; an app that sets the address does not.
    defence: 'B6 navigation',
    file: 'src/features/sign-in/sign-in-page.tsx',
    replace: 'return <Navigate to={returnTo} replace />;',
    by: 'window.location.assign(returnTo); return null;',
  },
  {
    defence: 'B9 Referer',
    file: 'index.html',
    replace: '<meta name="referrer" content="no-referrer" />',
    by: '<meta name="referrer" content="unsafe-url" />',
  },
  {
    defence: 'C11 a sign-in of its own for each launch',
    file: 'src/medplum/smart-launch.ts',
    replace: "    prompt: 'login',\n",
    by: '',
  },
];
