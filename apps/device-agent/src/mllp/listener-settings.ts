import { isIP } from 'node:net';
import { list, parseSettings, port, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';
import { isPeer } from './peers.ts';
import {
  findTlsProblems,
  tlsFile,
  tlsNames,
  toTlsSettings,
  type TlsSettings,
  type TlsVariables,
} from './tls-settings.ts';

export type ListenerSettings = Readonly<{
  address: string;
  port: number;
  firstFrameMs: number;
  /** Addresses and networks that may connect; empty: all that reach the port. */
  peers: readonly string[];
  tls: TlsSettings | undefined;
}>;

const fields = z.object({
  DEVICE_AGENT_MLLP_PORT: port.default(2575),
  DEVICE_AGENT_MLLP_ADDRESS: z
    .string('must be an address')
    .refine((text) => isIP(text) !== 0, {
      error: 'must be an IP address of this machine, such as 127.0.0.1',
      abort: true,
    })
    .default('127.0.0.1'),
  DEVICE_AGENT_MLLP_PEERS: list
    .refine((entries) => entries.every(isPeer), {
      error: 'must list IP addresses or networks, such as 10.1.2.3,10.1.4.0/24 (no wider than /8, in IPv6 /32)',
      abort: true,
    })
    .default([]),
  DEVICE_AGENT_MLLP_FIRST_FRAME_SECONDS: z.coerce
    .number('must be a number of seconds')
    .min(1, 'must be at least one second')
    .max(300, 'must be at most 300 seconds')
    .default(10),
  DEVICE_AGENT_MLLP_TLS_KEY_FILE: tlsFile,
  DEVICE_AGENT_MLLP_TLS_CERTIFICATE_FILE: tlsFile,
  DEVICE_AGENT_MLLP_TLS_CA_FILE: tlsFile,
  DEVICE_AGENT_MLLP_TLS_NAMES: tlsNames,
});

const tlsVariables = {
  keyFile: 'DEVICE_AGENT_MLLP_TLS_KEY_FILE',
  certificateFile: 'DEVICE_AGENT_MLLP_TLS_CERTIFICATE_FILE',
  caFile: 'DEVICE_AGENT_MLLP_TLS_CA_FILE',
  names: 'DEVICE_AGENT_MLLP_TLS_NAMES',
} as const satisfies TlsVariables;

const schema = fields.superRefine((settings, context) => {
  const refuse = (variable: string, message: string): void =>
    context.addIssue({ code: 'custom', path: [variable], message });
  for (const { variable, message } of findTlsProblems(settings, tlsVariables)) {
    refuse(variable, message);
  }
  const hasTls = settings.DEVICE_AGENT_MLLP_TLS_KEY_FILE !== undefined;
  if (!isLoopback(settings.DEVICE_AGENT_MLLP_ADDRESS) && !hasTls && !settings.DEVICE_AGENT_MLLP_PEERS[0]) {
    refuse(
      'DEVICE_AGENT_MLLP_ADDRESS',
      'must be 127.0.0.1, unless DEVICE_AGENT_MLLP_PEERS or TLS says who may connect: MLLP has no sign-in',
    );
  }
});

/** Reads the settings of the MLLP listener. @throws ConfigError that names every variable at fault. */
export function parseListenerSettings(env: Environment): ListenerSettings {
  const parsed = parseSettings(schema, env);
  return {
    address: parsed.DEVICE_AGENT_MLLP_ADDRESS,
    port: parsed.DEVICE_AGENT_MLLP_PORT,
    firstFrameMs: parsed.DEVICE_AGENT_MLLP_FIRST_FRAME_SECONDS * 1000,
    peers: parsed.DEVICE_AGENT_MLLP_PEERS,
    tls: toTlsSettings(parsed, tlsVariables),
  };
}

/** Whether only this machine reaches an address. */
export function isLoopback(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}
