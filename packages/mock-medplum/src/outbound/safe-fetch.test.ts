import { describe, expect, test } from 'vitest';
import { startTestMedplum } from '#test-medplum.ts';
import { isInternalHost } from './is-internal-host.ts';
import { safeFetch } from './safe-fetch.ts';
import { startTestServer } from './test-server.ts';

describe('request to another server', () => {
  test.each([
    'localhost',
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[fd00::1]',
    '[fe80::1]',
  ])('host %s, is inside the network', async (host) => {
    expect(await isInternalHost(host)).toBe(true);
  });

  test.each(['8.8.8.8', '172.32.0.1', '[2001:4860:4860::8888]'])('host %s, is outside', async (host) => {
    expect(await isInternalHost(host)).toBe(false);
  });

  test.each(['https://127.0.0.1/jwks', 'https://2130706433/jwks', 'https://[::1]/jwks', 'http://8.8.8.8/jwks'])(
    'address %s, when unsafe addresses are not allowed, is not asked',
    async (url) => {
      await using medplum = await startTestMedplum({ allowUnsafeOutbound: false });

      await expect(safeFetch(medplum.tenant, url)).rejects.toThrow('not one of https with a public address');
    },
  );

  test.each(['file:///etc/passwd', 'data:application/json,{}', 'nowhere', ''])(
    'address "%s", which is not one of http, is not asked',
    async (url) => {
      await using medplum = await startTestMedplum();

      await expect(safeFetch(medplum.tenant, url)).rejects.toThrow('not one of http or https');
    },
  );

  test('answer that is larger than a megabyte, is not read to its end', async () => {
    await using medplum = await startTestMedplum();
    await using server = await startTestServer();
    server.answers.set('/big', () => ({ body: 'x'.repeat(2_000_000) }));

    await expect(safeFetch(medplum.tenant, `${server.origin}/big`)).rejects.toThrow('does not answer as it should');
  });
});
