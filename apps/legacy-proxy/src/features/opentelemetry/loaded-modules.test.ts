import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test.each([
  [{}, 0],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, 1],
])('features, with the settings %j, load OpenTelemetry only where a collector is named', (env, least) => {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ resolve: (name, context, next) => { loaded.push(name); return next(name, context); } });
    const { features } = await import('./features.ts');
    const all = (await Promise.all(features)).flatMap((door) => Object.values(door));
    for (const { configure } of all) await configure(${JSON.stringify(env)})?.start?.();
    // The client of Redis looks for the API on its own.
    console.log(loaded.filter((name) => /^@opentelemetry\\/(?!api$)/.test(name)).length);
    process.exit(0);`;

  const counted = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(import.meta.dirname, '..', '..'),
    env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1' },
  });

  expect(Math.min(Number(counted), 1)).toBe(least);
});
