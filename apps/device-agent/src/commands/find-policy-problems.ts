import type { MedplumClient } from '@medplum/core';
import type { AccessPolicy } from '@medplum/fhirtypes';
import type { AgentConfig } from '#config';
import type { FeaturePart } from '#feature';
import { comparePolicy, type PolicyFinding } from '#fhir/compare-policy.ts';
import { neededPolicy } from '#fhir/needed-policy.ts';

type PolicyProblems = Readonly<{
  needed: AccessPolicy;
  inForce: AccessPolicy | undefined;
  findings: readonly PolicyFinding[];
}>;

/** The policy that these settings and features need. */
export function policyFor(config: AgentConfig, parts: readonly FeaturePart[]): AccessPolicy {
  const { device, replacesCorrected } = config;
  return neededPolicy({ device, replacesCorrected, features: parts.flatMap(({ needs }) => needs?.(config) ?? []) });
}

/** Compares what is needed with what Medplum says is in force. */
export async function findPolicyProblems(
  client: MedplumClient,
  config: AgentConfig,
  parts: readonly FeaturePart[],
): Promise<PolicyProblems> {
  const needed = policyFor(config, parts);
  const { policy: inForce, isAdmin } = await readPolicyInForce(client);
  const admin = { kind: 'too-wide' as const, text: 'the membership of this key is an administrator' };
  return { needed, inForce, findings: [...(isAdmin ? [admin] : []), ...comparePolicy(needed, inForce)] };
}

/** What Medplum says of this key: the policy that it applies, and rights that no policy limits. */
type PolicyInForce = Readonly<{ policy: AccessPolicy | undefined; isAdmin: boolean }>;

type Me = Readonly<{
  accessPolicy?: AccessPolicy;
  membership?: Readonly<{ admin?: boolean }>;
  project?: Readonly<{ superAdmin?: boolean }>;
}>;

/** Asks Medplum for the policy in force (`GET /auth/me`), its parameters filled in. It leaves nothing behind. */
async function readPolicyInForce(client: MedplumClient): Promise<PolicyInForce> {
  const me = (await client.get('auth/me')) as Me;
  return { policy: me.accessPolicy, isAdmin: me.membership?.admin === true || me.project?.superAdmin === true };
}
