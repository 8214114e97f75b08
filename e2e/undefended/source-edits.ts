import type { SourceEdit } from './edit-source.ts';

/** The defences of spa-client that are code: each with the attack that it stops. */
export const sourceEdits: readonly SourceEdit[] = [
  {
    defence: 'B4 state',
    file: 'src/medplum/redirect-sign-in.ts',
    replace: "if (answer.get('state') !== attempt.state) {",
    by: 'if (false) {',
  },
  {
    defence: 'B6 returnTo',
    file: 'src/medplum/return-to.ts',
    replace: "if (!candidate?.startsWith('/') || !URL.canParse(candidate, origin)) {",
    by: 'if (candidate) { return candidate; } else {',
  },
];
