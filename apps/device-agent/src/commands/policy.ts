import type { AgentConfig } from '#config';
import type { FeaturePart } from '#feature';
import { parameterisedPolicy } from '#fhir/needed-policy.ts';
import { oneLine } from '#one-line';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { findPolicyProblems, policyFor } from './find-policy-problems.ts';
import { openSession } from './open-session.ts';

export type PolicyOptions = Readonly<{
  config: AgentConfig;
  parts: readonly FeaturePart[];
  fetch: typeof fetch;
  now: () => number;
  write: (text: string) => void;
  /** For many sites: `%device` in place of the device. */
  isParameterised: boolean;
  isJson: boolean;
}>;

/** `device-agent policy`: prints the AccessPolicy that the settings need, and compares it with the one in force. */
export async function printPolicy(options: PolicyOptions): Promise<ExitCode> {
  const { config, parts, fetch, now, write, isParameterised, isJson } = options;
  const needed = policyFor(config, parts);
  const printed = isParameterised ? parameterisedPolicy(needed, config.device) : needed;
  if (!isJson) {
    write(`${JSON.stringify(printed, null, 2)}\n`);
  }
  const session = openSession({ config, parts, fetch, now });
  const { inForce, findings } = await session.withClient((client) => findPolicyProblems(client, config, parts));
  if (isJson) {
    write(`${JSON.stringify({ needed: printed, inForce, findings }, null, 2)}\n`);
  } else {
    const lines = findings.map(({ kind, text }) => `${kind.padEnd(10)}${oneLine(text)}\n`);
    write(lines.join('') || 'The policy in force allows what is needed and nothing else.\n');
  }
  if (findings.some(({ kind }) => kind === 'missing')) {
    return exitCodes.refused;
  }
  return findings.some(({ kind }) => kind === 'too-wide') ? exitCodes.failed : exitCodes.ok;
}
