import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '#doctor/apps/app.ts';
import { fault, notChecked, ok, type Finding } from '#doctor/finding.ts';

const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/**
 * Secrets in the built page, source maps included.
 *
 * @param known - Secrets of all apps, by what to call them.
 */
export function bundle({ folder, name }: App, known: ReadonlyMap<string, string>): readonly Finding[] {
  const dist = join(folder, 'dist');
  if (!existsSync(dist)) {
    return [notChecked('bundle', 'There is no built page yet.', `npm run build -w apps/${name}`)];
  }
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const problems = files.flatMap((file) => {
    const text = readFileSync(join(file.parentPath, file.name), 'utf8');
    const names = [...known].filter(([, secret]) => text.includes(secret)).map(([variable]) => variable);
    return [...names, ...(privateKey.test(text) ? ['a private key'] : [])].map((what) =>
      fault(
        'bundle',
        `${what} is in the built page (${file.name}), which anyone can read.`,
        'Take it out of the sources and the environment, build again, and give the secret a new value.',
      ),
    );
  });
  return problems.length > 0 ? problems : [ok('bundle', `No secret of these apps is in ${files.length} built files`)];
}
