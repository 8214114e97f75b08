import { expect, test } from 'vitest';
import { showProblems } from './show-problems.ts';

const problems = [{ variable: 'PUBLIC_MEDPLUM_CLIENT_ID', problem: 'is missing: rename <b>CLIENT</b> to it' }];

function pageWith({ transformIndexHtml }: ReturnType<typeof showProblems>): string {
  return (transformIndexHtml as unknown as { handler: () => string }).handler();
}

test('dev server, while a setting is missing, shows a page that names it, and nothing of the app', () => {
  const page = pageWith(showProblems(problems));

  expect(page).toContain('<code>PUBLIC_MEDPLUM_CLIENT_ID</code> is missing');
  expect(page).not.toContain('<script');
});

test('dev server, of a variable whose name is markup, shows it as text', () => {
  expect(pageWith(showProblems(problems))).toContain('&lt;b&gt;CLIENT&lt;/b&gt;');
});

test('build, while a setting is missing, stops with one line that names it', () => {
  const stop = (): void => (showProblems(problems).configResolved as (config: object) => void)({ command: 'build' });

  expect(stop).toThrow(/^PUBLIC_MEDPLUM_CLIENT_ID is missing: .*$/);
});
