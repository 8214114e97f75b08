import { isIP } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { list, parseSettings, port, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';
import { isLoopback } from '#mllp/listener-settings.ts';
import { isPeer } from '#mllp/peers.ts';
import { readTlsFiles } from '#mllp/read-tls-files.ts';
import { findTlsProblems, tlsFile, tlsNames, toTlsSettings, type TlsVariables } from '#mllp/tls-settings.ts';

/** What to change when the port is taken, or the machine does not have the address. */
export const listenVariables = {
  variable: 'DEVICE_AGENT_ASTM_PORT',
  addressVariable: 'DEVICE_AGENT_ASTM_ADDRESS',
} as const;

const tlsVariables = {
  keyFile: 'DEVICE_AGENT_ASTM_TLS_KEY_FILE',
  certificateFile: 'DEVICE_AGENT_ASTM_TLS_CERTIFICATE_FILE',
  caFile: 'DEVICE_AGENT_ASTM_TLS_CA_FILE',
  names: 'DEVICE_AGENT_ASTM_TLS_NAMES',
} as const satisfies TlsVariables;

export type AstmSettings = Readonly<{
  port: number;
  address: string;
  /** Addresses and networks that may connect; empty: all that reach the port. */
  peers: readonly string[];
  /** TLS with client certificates, when there is any. */
  tls: Readonly<{ options: TlsOptions; names: readonly string[] }> | undefined;
  /** Which field of the P record holds this site's patient number. */
  patientField: number;
  /** Character set, which HL7 names in MSH-18. E1394 has no field for it. */
  charset: string;
}>;

const schema = z
  .object({
    DEVICE_AGENT_ASTM_PORT: port.optional(),
    DEVICE_AGENT_ASTM_ADDRESS: z
      .string('must be an address')
      .refine((text) => isIP(text) !== 0, { error: 'must be an IP address of this machine', abort: true })
      .default('127.0.0.1'),
    DEVICE_AGENT_ASTM_PEERS: list
      .refine((entries) => entries.every(isPeer), {
        error: 'must list IP addresses or networks, such as 10.1.2.3,10.1.4.0/24',
        abort: true,
      })
      .default([]),
    [tlsVariables.keyFile]: tlsFile,
    [tlsVariables.certificateFile]: tlsFile,
    [tlsVariables.caFile]: tlsFile,
    [tlsVariables.names]: tlsNames,
    DEVICE_AGENT_ASTM_PATIENT_FIELD: z.enum(['3', '4', '5'], 'must be 3, 4 or 5').default('3'),
    DEVICE_AGENT_ASTM_CHARSET: z.string('must be a character set of HL7 table 0211').default('UNICODE UTF-8'),
  })
  .superRefine((settings, context) => {
    const refuse = (variable: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [variable], message });
    for (const { variable, message } of findTlsProblems(settings, tlsVariables)) {
      refuse(variable, message);
    }
    const { DEVICE_AGENT_ASTM_ADDRESS: address, DEVICE_AGENT_ASTM_PEERS: peers } = settings;
    if (!isLoopback(address) && peers.length === 0 && settings[tlsVariables.keyFile] === undefined) {
      refuse(
        'DEVICE_AGENT_ASTM_ADDRESS',
        'must be 127.0.0.1, unless DEVICE_AGENT_ASTM_PEERS or TLS says who may connect: ASTM has no sign-in',
      );
    }
  });

/** Reads the settings of the ASTM listener; nothing when no port is set. @throws ConfigError */
export function readAstmSettings(env: Environment): AstmSettings | undefined {
  const parsed = parseSettings(schema, env);
  const { DEVICE_AGENT_ASTM_PORT: number } = parsed;
  if (number === undefined) {
    return undefined;
  }
  const tls = toTlsSettings(parsed, tlsVariables);
  return {
    port: number,
    address: parsed.DEVICE_AGENT_ASTM_ADDRESS,
    peers: parsed.DEVICE_AGENT_ASTM_PEERS,
    tls: tls && { options: readTlsFiles(tls), names: tls.names },
    patientField: Number(parsed.DEVICE_AGENT_ASTM_PATIENT_FIELD),
    charset: parsed.DEVICE_AGENT_ASTM_CHARSET,
  };
}
