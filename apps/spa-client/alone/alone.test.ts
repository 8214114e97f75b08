import { afterEach, expect, test } from 'vitest';
import { type CutApp, cutApp, featureNames } from './cut-app.ts';

let app: CutApp | undefined;

afterEach(() => app?.remove());

test('app, without any feature, type-checks, lints, passes its unit tests and builds', () => {
  app = cutApp([]);
  const { run, runInApp } = app;

  expect(() => run('tsc', '-p', 'apps/spa-client')).not.toThrow();
  expect(() => run('oxlint', '--type-aware', '--max-warnings', '0', 'apps')).not.toThrow();
  expect(() => runInApp('vitest', 'run', '--reporter=dot')).not.toThrow();
  expect(() => runInApp('vite', 'build')).not.toThrow();
});

test.each(featureNames)('app, with the feature %s alone, type-checks and passes that feature’s unit tests', (name) => {
  app = cutApp([name]);
  const { run, runInApp } = app;

  expect(() => run('tsc', '-p', 'apps/spa-client')).not.toThrow();
  expect(() => runInApp('vitest', 'run', '--reporter=dot', '--passWithNoTests', `src/features/${name}/`)).not.toThrow();
});

test.each(['src/medplum', 'src/fhir', 'src/ui', 'src/pages', 'src/login', 'src/features/password'])(
  'linter, of a file in %s that imports a feature, refuses it',
  (folder) => {
    app = cutApp(['google', 'password']);
    const { run, write } = app;
    const path = `${folder}/forbidden.ts`;
    const imports = "import { google } from '#features/google/feature.tsx';\n\nexport const forbidden = google;\n";

    write(path, "export const forbidden = 'nothing yet';\n");
    expect(() => run('oxlint', `apps/spa-client/${path}`)).not.toThrow();
    write(path, imports);
    expect(() => run('oxlint', `apps/spa-client/${path}`)).toThrow('no-restricted-imports');
  },
);
