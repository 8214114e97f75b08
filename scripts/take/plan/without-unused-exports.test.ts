import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { withoutUnusedExports } from './without-unused-exports.ts';

const modules: Readonly<Record<string, string>> = {
  'apps/app/src/main.ts': "import { shown } from './page.ts';\nshown();\n",
  'apps/app/src/page.ts':
    "import { word } from './words.ts';\n\nexport function shown(): void {}\n\n/** For a feature. */\nexport const said = word;\n",
  'apps/app/src/words.ts': "export const word = 'hello';\n",
  'apps/app/src/features/one/settings.ts': 'export const read = 1;\n',
  'apps/app/build/plugin.ts': 'export const loaded = 1;\n',
};

test('[X1] export for features alone, taken without them, goes with what only it led to', () => {
  const left = withoutUnusedExports({
    app: 'app',
    paths: Object.keys(modules),
    read: (path) => modules[path] ?? '',
    resolve: (from, specifier) => ({ file: posix.join(posix.dirname(from), specifier) }),
  });

  expect(left.get('apps/app/src/page.ts')?.trim()).toBe('export function shown(): void {}');
  expect([...left.keys()]).toEqual([
    'apps/app/src/main.ts',
    'apps/app/src/page.ts',
    'apps/app/src/features/one/settings.ts',
    'apps/app/build/plugin.ts',
  ]);
});
