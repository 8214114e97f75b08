import { describe, expect, test } from 'vitest';
import { UsageError } from '#command/usage-error.ts';
import { readCommandLine } from './command-line.ts';

describe('[M6] command line', () => {
  test('command line, with a project alone, takes the port of Medplum', () => {
    expect(readCommandLine(['--project', 'demo'])).toEqual({
      name: 'start',
      project: 'demo',
      port: 8103,
      baseUrl: undefined,
      allowedOrigins: undefined,
      allowedHosts: [],
      superAdmin: true,
      runDeployedBots: false,
      control: false,
    });
  });

  test('command line, with everything, gives everything', () => {
    const allowed = ['--allowed-origins=https://a.example,https://b.example', '--allowed-host=a', '--allowed-host=b'];
    expect(readCommandLine(['--project=demo', '--port=0', '--base-url=https://medplum.test/', ...allowed])).toEqual({
      name: 'start',
      project: 'demo',
      port: 0,
      baseUrl: 'https://medplum.test/',
      allowedOrigins: 'https://a.example,https://b.example',
      allowedHosts: ['a', 'b'],
      superAdmin: true,
      runDeployedBots: false,
      control: false,
    });
  });

  test('command line, with nothing, starts without data', () => {
    expect(readCommandLine([])).toMatchObject({ name: 'start', project: undefined, superAdmin: true });
  });

  test('command line, that wants no super administrator, gets none', () => {
    expect(readCommandLine(['--no-super-admin'])).toMatchObject({ superAdmin: false });
  });

  test('command line, that wants control, starts with it', () => {
    expect(readCommandLine(['--control'])).toMatchObject({ name: 'start', control: true });
  });

  test('[L3] command line, that wants deployed Bots to run, lets them', () => {
    expect(readCommandLine(['--run-deployed-bots'])).toMatchObject({ name: 'start', runDeployedBots: true });
  });

  test('command line, that begins with control, is handed on', () => {
    expect(readCommandLine(['control', 'clock', '-30s'])).toEqual({ name: 'control', args: ['clock', '-30s'] });
  });

  test('command line, that asks for help, needs nothing else', () => {
    expect(readCommandLine(['--help'])).toEqual({ name: 'help' });
  });

  test.each([
    [['--wibble'], "Unknown option '--wibble' (--help"],
    [['demo'], "Unexpected argument 'demo'"],
    [['--project'], "Option '--project <value>' argument missing"],
    [['--project', '.', '--port', '99999'], '--port 99999 is not a port'],
    [['--project', '.', '--port', 'x'], '--port x is not a port'],
    [['--project', '.', '--base-url', 'x'], '--base-url x is not a base URL'],
    [['--project', '.', '--base-url', 'http://x'], '--base-url http://x is not a base URL'],
  ])('command line %j, is refused in one line', (args, text) => {
    const read = (): unknown => readCommandLine(args);

    expect(read).toThrow(UsageError);
    expect(read).toThrow(text);
  });
});
