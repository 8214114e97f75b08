import type { CheckName } from './finding.ts';

/** Which document says more about a check, from the root of the repository. */
export const whereToRead: Readonly<Record<CheckName, string>> = {
  agent: 'apps/device-agent/README.md#on-a-real-medplum',
  browser: 'docs/faq.md#which-browser-do-the-tests-use',
  bundle: 'docs/threat-model.md#what-is-worth-stealing',
  client: 'docs/faq.md#what-does-invalid-client-mean',
  clock: 'docs/faq.md#why-is-a-fresh-token-expired',
  cookies: 'docs/faq.md#why-does-the-session-cookie-not-arrive',
  cors: 'docs/faq.md#why-does-the-browser-say-cors',
  'env-file': 'docs/faq.md#where-do-secrets-belong',
  lifetime: 'docs/faq.md#why-does-the-sdk-ask-for-tokens-without-end',
  mail: 'docs/faq.md#why-does-nobody-get-the-mail',
  node: 'docs/upgrading.md#node',
  policy: 'docs/faq.md#what-may-a-client-do-that-has-no-accesspolicy',
  ports: 'ARCHITECTURE.md#ports',
  'redirect-uri': 'docs/faq.md#why-is-my-redirect-uri-invalid',
  secrets: 'docs/faq.md#where-do-secrets-belong',
  server: 'docs/real-medplum.md#settings-of-the-server',
  settings: 'docs/faq.md#where-are-the-settings',
  'web-app': 'docs/faq.md#why-does-the-sign-in-page-not-come',
};
