import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, test, vi } from 'vitest';
import { startTestMedplum } from '#test-medplum.ts';

/** Asks for a path as it is: fetch would change it. */
async function ask(baseUrl: string, path: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(baseUrl.slice(0, -1), { path }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
    sent.once('error', reject).end();
  });
}

describe('[L5] path that cannot be decoded', () => {
  test.each([
    '/t/%E0%A4%A/healthcheck',
    '/t/%',
    '/storage/%/x',
    '/webhook/%',
    '/auth/clientinfo/%',
    '/projects/%/oauth2/token',
  ])('[L5] path %s, is refused without the place in the program, and nothing is printed', async (path) => {
    vi.stubEnv('NODE_ENV', 'development');
    const print = vi.spyOn(console, 'error').mockReturnValue();
    await using medplum = await startTestMedplum({ control: true });

    const { status, body } = await ask(medplum.baseUrl, path);

    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ issue: [{ details: { text: expect.stringContaining('decode') } }] });
    expect(print).not.toHaveBeenCalled();
  });
});
