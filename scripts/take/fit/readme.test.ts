import { expect, test } from 'vitest';
import { fitReadme } from './readme.ts';

const text = `# app: a title

Serve it.<!-- feature google --> Google needs more.<!-- /feature --> Then go.

<!-- feature smart -->
SMART has a passage.
<!-- /feature -->

| For | Needs |
|---|---|
| all | nothing |
| mails <!-- of accounts, magic-link --> | a provider |

- An entry. <!-- of smart -->
`;

const fit = (...features: readonly string[]): string => {
  const none = new Set<string>();
  return fitReadme(text, 'mine', { features, files: none, variables: none, routes: none, isCore: false }, 'End.\n');
};

test('[X1] README, without features, has no sentence, passage, row or entry about them', () => {
  expect(fit('google', 'smart', 'accounts', 'magic-link')).toBe(
    '# mine: a title\n\nServe it. Then go.\n\n| For | Needs |\n|---|---|\n| all | nothing |\nEnd.\n',
  );
});

test('[X1] README, with a feature, keeps what is about it and another one, and no mark', () => {
  const fitted = fit('accounts');

  expect(fitted).toContain('Serve it. Google needs more. Then go.\n\nSMART has a passage.\n');
  expect(fitted).toContain('| mails | a provider |\n\n- An entry.\n');
  expect(fitted).not.toContain('<!--');
});
