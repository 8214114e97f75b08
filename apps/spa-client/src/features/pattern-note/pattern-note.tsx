import { Alert, Anchor } from '@mantine/core';
import type { ReactNode } from 'react';

const rfc = 'https://www.rfc-editor.org/rfc/rfc10017';

/** What this pattern costs, before anybody signs in with it. */
export function PatternNote(): ReactNode {
  return (
    <Alert role="note" color="yellow" title="With patients’ data, think twice">
      RFC 10017 does not recommend this pattern for personal data. Prefer{' '}
      <Anchor href={`${rfc}#section-6.1`} rel="noreferrer" inherit underline="always">
        the server-side pattern
      </Anchor>
      : there a server holds the token.
      <details>
        <summary>Why?</summary>
        The browser holds the token, so a script that slips into this page can use it, or quietly get one of its own. No
        care in this app changes that. With a server in between, the browser has a session cookie that scripts cannot
        read. More in{' '}
        <Anchor href={rfc} rel="noreferrer" inherit underline="always">
          OAuth 2.0 for Browser-Based Applications
        </Anchor>
        .
      </details>
    </Alert>
  );
}
