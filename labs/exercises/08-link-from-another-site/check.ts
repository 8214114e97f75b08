import { localPath } from '@auth-patterns/legacy-proxy/src/middleware/local-path.ts';
import { type Check, unless } from '#lab/lab-run.ts';

const here = 'https://ehr.clinic.example';
const leaving = [
  'https://evil.example/',
  '//evil.example',
  String.raw`/\evil.example`,
  '/\t/evil.example',
  '/.//evil.example',
  'javascript:alert(1)',
];

/** Where the redirect after a sign-in leads, as a browser reads it. */
export const check: Check = async ({ step }) => {
  await step(
    'After the sign-in, nobody ends up at another site',
    {
      rule: 'RFC 9700 §4.11: an application must not be an open redirector. A browser takes "//host", and "/\\host", for another host.',
      next: 'Let the platform read it: `URL.parse(value, base)` gives the origin that a browser would go to.',
    },
    async () => {
      for (const link of leaving) {
        const { origin } = new URL(localPath(link), `${here}/sign-in`);
        unless(origin === here, `returnTo=${JSON.stringify(link)} leads to ${origin} after the sign-in.`);
      }
    },
  );
  await step(
    'The answer, used again as a link, stays here as well',
    {
      rule: 'WHATWG URL: "/.//evil.example" has our origin, and its path, "//evil.example", leads away.',
      next: 'Look at the path too: it must not begin with two slashes.',
    },
    async () => {
      for (const link of leaving) {
        const twice = new URL(new URL(localPath(link), here).pathname, here).origin;
        unless(twice === here, `The path of ${JSON.stringify(link)} leads to ${twice} when it is used once more.`);
      }
    },
  );
  await step(
    'A deep link still works',
    {
      rule: 'A person who followed a link to a chart wants to be at that chart after the sign-in.',
      next: 'Give back the path and the query of what was parsed.',
    },
    async () => {
      const deep = '/patients/1?tab=notes';
      unless(localPath(deep) === deep, `${deep} became ${localPath(deep)}.`);
      unless(localPath(undefined) === '/', 'Without a returnTo, the first page has to come.');
    },
  );
};
