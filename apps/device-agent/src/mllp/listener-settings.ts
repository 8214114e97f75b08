import { isIP } from 'node:net';
import { parseSettings, port, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';
import { isPeer } from './peers.ts';

/** Files of TLS with client certificates, and the names that a client's certificate may carry (empty: any). */
export type TlsSettings = Readonly<{
  keyFile: string;
  certificateFile: string;
  /** The authority that signs the certificates of analyzers, and of nothing else. */
  caFile: string;
  names: readonly string[];
}>;

export type ListenerSettings = Readonly<{
  address: string;
  port: number;
  firstFrameMs: number;
  /** Addresses and networks that may connect; empty: all that reach the port. */
  peers: readonly string[];
  tls: TlsSettings | undefined;
}>;

const file = z.string('must be the path of a PEM file').optional();
const list = z
  .string('must be a list')
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter((entry) => entry !== ''));

const fields = z.object({
  DEVICE_AGENT_MLLP_PORT: port.default(2575),
  DEVICE_AGENT_MLLP_ADDRESS: z
    .string('must be an address')
    .refine((text) => isIP(text) !== 0, {
      error: 'must be an IP address of this machine, such as 127.0.0.1',
      abort: true,
    })
    .default('127.0.0.1'),
  DEVICE_AGENT_MLLP_PEERS: list.refine((entries) => entries.every(isPeer), {
    error: 'must list IP addresses or networks, such as 10.1.2.3,10.1.4.0/24 (no wider than /8, in IPv6 /32)',
    abort: true,
  }),
  DEVICE_AGENT_MLLP_FIRST_FRAME_SECONDS: z.coerce
    .number('must be a number of seconds')
    .min(1, 'must be at least one second')
    .max(300, 'must be at most 300 seconds')
    .default(10),
  DEVICE_AGENT_MLLP_TLS_KEY_FILE: file,
  DEVICE_AGENT_MLLP_TLS_CERTIFICATE_FILE: file,
  DEVICE_AGENT_MLLP_TLS_CA_FILE: file,
  DEVICE_AGENT_MLLP_TLS_NAMES: list.refine((names) => names.every((name) => /^[\w.-]{1,253}$/.test(name)), {
    error: 'must list names of certificates, such as chem-200.lab.example',
    abort: true,
  }),
});

type Fields = z.output<typeof fields>;

const tlsFiles = [
  'DEVICE_AGENT_MLLP_TLS_KEY_FILE',
  'DEVICE_AGENT_MLLP_TLS_CERTIFICATE_FILE',
  'DEVICE_AGENT_MLLP_TLS_CA_FILE',
] as const;

const schema = fields.superRefine((settings, context) => {
  const refuse = (variable: keyof Fields, message: string): void =>
    context.addIssue({ code: 'custom', path: [variable], message });
  const given = tlsFiles.filter((name) => settings[name] !== undefined);
  if (given.length > 0 && given.length < tlsFiles.length) {
    // Without the authority any certificate would do, so there is no TLS without client certificates here.
    given.forEach((name) => refuse(name, `is not enough alone: TLS takes all of ${tlsFiles.join(', ')}`));
  }
  if (settings.DEVICE_AGENT_MLLP_TLS_NAMES.length > 0 && given.length === 0) {
    refuse('DEVICE_AGENT_MLLP_TLS_NAMES', `does nothing without TLS: set ${tlsFiles.join(', ')}`);
  }
  if (!isLoopback(settings.DEVICE_AGENT_MLLP_ADDRESS) && given.length === 0 && !settings.DEVICE_AGENT_MLLP_PEERS[0]) {
    refuse(
      'DEVICE_AGENT_MLLP_ADDRESS',
      'must be 127.0.0.1, unless DEVICE_AGENT_MLLP_PEERS or TLS says who may connect: MLLP has no sign-in',
    );
  }
});

/** Reads the settings of the MLLP listener. @throws ConfigError that names every variable at fault. */
export function parseListenerSettings(env: Environment): ListenerSettings {
  const parsed = parseSettings(schema, env);
  const [keyFile, certificateFile, caFile] = tlsFiles.map((name) => parsed[name]);
  const names = parsed.DEVICE_AGENT_MLLP_TLS_NAMES;
  return {
    address: parsed.DEVICE_AGENT_MLLP_ADDRESS,
    port: parsed.DEVICE_AGENT_MLLP_PORT,
    firstFrameMs: parsed.DEVICE_AGENT_MLLP_FIRST_FRAME_SECONDS * 1000,
    peers: parsed.DEVICE_AGENT_MLLP_PEERS,
    tls: keyFile && certificateFile && caFile ? { keyFile, certificateFile, caFile, names } : undefined,
  };
}

function isLoopback(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}
