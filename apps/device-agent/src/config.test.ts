import { expect, test } from 'vitest';
import { readAgentConfig, readListenerSettings } from './config.ts';

const env = {
  MEDPLUM_BASE_URL: 'http://localhost:8103/',
  MEDPLUM_CLIENT_ID: 'client',
  MEDPLUM_CLIENT_SECRET: 'canary-7d2',
  DEVICE_AGENT_DEVICE: 'Device/1',
};

test('agent settings, given the four that are needed, fill in the rest', () => {
  expect(readAgentConfig([], env)).toMatchObject({
    device: 'Device/1',
    listener: { address: '127.0.0.1', port: 2575 },
    statusPort: 3003,
    dataFolder: '.data',
    queueMaxBytes: 536_870_912,
    patientSystem: 'https://clinic.example/mrn',
    namespace: 'https://clinic.example/device-agent',
  });
});

test.each([
  ['DEVICE_AGENT_DEVICE', 'Patient/1'],
  ['DEVICE_AGENT_MLLP_PORT', '70000'],
  ['DEVICE_AGENT_TIME_ZONE', 'Mars/Olympus'],
  ['DEVICE_AGENT_NAMESPACE', 'no-uri'],
  ['DEVICE_AGENT_NAMESPACE', 'https://clinic.example/'],
  ['DEVICE_AGENT_QUEUE_MAX_MIB', '0'],
])('agent settings, when %s is %s, name the variable and not the value', (variable, value) => {
  const read = (): unknown => readAgentConfig([], { ...env, [variable]: value });

  expect(read).toThrow(new RegExp(`^${variable} must`));
  expect(read).not.toThrow(new RegExp(`must.*${value}`));
});

test('agent settings, when a variable is misspelled, name both', () => {
  const { DEVICE_AGENT_DEVICE: device, ...rest } = env;

  expect(() => readAgentConfig([], { ...rest, DEVICE_AGENT_DEVISE: device })).toThrow(
    'DEVICE_AGENT_DEVICE is missing: rename DEVICE_AGENT_DEVISE to it',
  );
});

test('[D1] agent settings, when Medplum would be reached over plain http, are refused', () => {
  expect(() => readAgentConfig([], { ...env, MEDPLUM_BASE_URL: 'http://medplum.example/' })).toThrow(
    /^MEDPLUM_BASE_URL/,
  );
});

test('the listener for `send`, given no key to Medplum, is read all the same', () => {
  expect(readListenerSettings({ DEVICE_AGENT_MLLP_PORT: '12575' })).toMatchObject({ port: 12_575 });
});
