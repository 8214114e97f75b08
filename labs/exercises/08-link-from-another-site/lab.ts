import type { Lab } from '#lab/lab.ts';

export const linkFromAnotherSite: Lab = {
  number: 8,
  name: 'link-from-another-site',
  title: 'A link from another site',
  pattern: 'server',
  minutes: 8,
  file: 'apps/legacy-proxy/src/middleware/local-path.ts',
  edits: [
    {
      replace: String.raw`const url = typeof value === 'string' && /^\/(?![/\\])/.test(value) ? URL.parse(value, base) : null;`,
      by: '// Lab 8: "starts with a slash" is not "stays here". `base` is an origin to compare with.',
    },
    {
      replace: "return url?.origin === base && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : '/';",
      by: "return typeof value === 'string' && value.startsWith('/') ? value : '/';",
    },
  ],
  fails: { step: 'After the sign-in, nobody ends up at another site', saw: 'leads to https://evil.example' },
  diagram: [
    { who: 'A stranger', colour: 'attack', holds: 'a link to your sign-in page, with a returnTo', sends: 'by mail' },
    { who: 'Kim’s browser', colour: 'plain', holds: 'a new session cookie', sends: 'follows the redirect' },
    { who: 'Where?', colour: 'attack', holds: 'a page that looks like yours and asks for the password again' },
  ],
};
