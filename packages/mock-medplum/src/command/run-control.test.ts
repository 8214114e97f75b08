import { describe, expect, test } from 'vitest';
import { ids } from '#project/test-project.ts';
import { startTestMedplum } from '#test-medplum.ts';
import { runControl } from './run-control.ts';
import { UsageError } from './usage-error.ts';

async function control(...args: string[]): Promise<string> {
  const lines: string[] = [];
  await runControl(args, (line) => lines.push(line));
  return lines.join('\n');
}

describe('[M5] mock-medplum control', () => {
  test.each([
    ['+1h', '2026-11-23T23:00:00.250Z'],
    ['-30s', '2026-11-23T21:59:30.250Z'],
    ['2030-01-01T00:00:00Z', '2030-01-01T00:00:00.000Z'],
  ])('clock, given %s, is there', async (step, now) => {
    await using medplum = await startTestMedplum({ control: true });

    expect(JSON.parse(await control('--url', medplum.baseUrl, 'clock', step))).toEqual({ now, frozen: false });
  });

  test('orders, one after the other, do what they say', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const order = async (...args: string[]): Promise<string> => control('--url', medplum.baseUrl, ...args);

    expect(await order('clock', 'freeze')).toContain('"frozen": true');
    expect(await order('clock', 'resume')).toContain('"frozen": false');
    expect(await order('snapshot', 'start')).toBe('done');
    expect(await order('tokens', 'paula@example.com', ids.spa)).toContain('accessToken');
    expect(await order('tokens', ids.admin)).toContain('accessToken');
    expect(await order('logins')).toContain(ids.spa);
    expect(JSON.parse(await order('revoke'))).toMatchObject({ revoked: { length: 2 } });
    expect(await order('expire')).toBe('done');
    expect(JSON.parse(await order('rotate', '--drop-old'))).toMatchObject({ kids: { length: 1 } });
    expect(await order('fault', '{"fault":"reset","path":"/oauth2/token"}')).toContain('fault-1');
    expect(await order('faults')).toContain('/oauth2/token');
    expect(await order('faults', 'clear')).toBe('done');
    await medplum.send('healthcheck');
    expect(await order('log')).toContain('"path":"/healthcheck"');
    expect(await order('mail')).toBe('[]');
    expect(await order('restore', 'start')).toBe('done');
    expect(await order('reset')).toBe('done');
    expect(JSON.parse(await order('tenant', 'mine'))).toEqual({ baseUrl: `${medplum.baseUrl}t/mine/` });
    expect(await order('tenants')).toContain('mine');
  });

  test.each([
    [['wibble'], 'There is no order wibble'],
    [['--url', 'nowhere', 'clock'], 'not a base URL'],
    [['clock', 'soon'], 'neither freeze, resume'],
    [['fault', '{'], 'not JSON'],
    [['snapshot'], 'A name is missing'],
    [['--wibble'], "Unknown option '--wibble'"],
  ])('arguments, wrong as %j, are refused in one line', async (args, text) => {
    await expect(control(...args)).rejects.toThrow(UsageError);
    await expect(control(...args)).rejects.toThrow(text);
  });

  test('help, asked for, names the orders', async () => {
    expect(await control('--help')).toContain('rotate [--drop-old]');
  });
});
