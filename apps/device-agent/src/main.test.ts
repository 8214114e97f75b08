import { expect, test } from 'vitest';
import { runCommand } from '#test/agent-process.ts';

test(
  'program, without settings, names every missing variable in one line and exits with 78',
  { timeout: 60_000 },
  async () => {
    const { code, output, errors } = await runCommand(['run']);

    expect(code).toBe(78);
    expect(output).toBe('');
    expect(errors).toMatch(/^device-agent: MEDPLUM_BASE_URL is missing.*MEDPLUM_CLIENT_SECRET is missing.*\n$/);
  },
);
