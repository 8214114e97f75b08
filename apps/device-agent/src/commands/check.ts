import { medplumEndpoints } from '@auth-patterns/auth-config';
import type { MedplumClient } from '@medplum/core';
import type { AgentConfig } from '#config';
import type { FeaturePart } from '#feature';
import { probeDevice, probeObservations, probePatient } from '#fhir/policy-probe.ts';
import { measureClockSkew } from '#medplum/clock-skew.ts';
import { MedplumError } from '#medplum/error.ts';
import { createMedplumFetch } from '#medplum/fetch.ts';
import type { MedplumSession } from '#medplum/sign-in.ts';
import { readTlsFiles } from '#mllp/read-tls-files.ts';
import { oneLine } from '#one-line';
import { openQueueFile, QueueUnavailable, type QueueFile } from '#queue/queue-file.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { findPolicyProblems } from './find-policy-problems.ts';
import { openSession } from './open-session.ts';

export type CheckDependencies = Readonly<{
  readConfig: (parts: readonly FeaturePart[]) => AgentConfig;
  readParts: () => readonly FeaturePart[];
  fetch: typeof fetch;
  now: () => number;
  write: (text: string) => void;
  /** One JSON object a line in place of words. */
  isJson?: boolean;
}>;

type Finding = Readonly<{ ok: boolean; text: string; exitCode?: ExitCode }>;
type Verdict = 'ok' | 'FAIL';
type Tell = (verdict: Verdict, name: string, text: string) => void;
type Step = Readonly<{ name: string; run: () => Promise<Finding> | Finding; exitCode: ExitCode }>;

const toleratedSkewMs = 60_000;
const timeoutMs = 10_000;

/** `device-agent check`: says step by step whether the set-up works, and what to do where it does not. */
export async function check(dependencies: CheckDependencies): Promise<ExitCode> {
  const { isJson = false } = dependencies;
  const tell: Tell = (...found) => dependencies.write((isJson ? jsonLine : line)(...found));
  // The first step fails with the configuration's own error: nothing else can be checked without it.
  const parts = dependencies.readParts();
  const config = dependencies.readConfig(parts);
  if (config.listener.tls) {
    readTlsFiles(config.listener.tls);
  }
  tell('ok', 'settings', `device ${config.device}, times without a zone are read as ${config.timeZone}`);
  const local = await report([queueStep(config, dependencies)], tell);
  const remote = await report(medplumSteps(config, parts, dependencies), tell);
  return local === exitCodes.ok ? remote : local;
}

/** Runs steps until one fails: each needs what the one before has shown. */
async function report(steps: readonly Step[], tell: Tell): Promise<ExitCode> {
  for (const { name, run, exitCode } of steps) {
    const finding = await runStep(run);
    tell(finding.ok ? 'ok' : 'FAIL', name, finding.text);
    if (!finding.ok) {
      return finding.exitCode ?? exitCode;
    }
  }
  return exitCodes.ok;
}

async function runStep(run: Step['run']): Promise<Finding> {
  try {
    return await run();
  } catch (error) {
    return { ok: false, text: error instanceof Error ? error.message : 'unknown error' };
  }
}

function queueStep(config: AgentConfig, { now }: CheckDependencies): Step {
  return {
    name: 'queue',
    exitCode: exitCodes.cannotCreate,
    run: () => {
      try {
        return queueFinding(config, openQueueFile(config.dataFolder, { maxBytes: config.queueMaxBytes, now }));
      } catch (error) {
        if (error instanceof QueueUnavailable && error.inUse) {
          return { ok: true, text: `${config.dataFolder} is in use by a running agent` };
        }
        throw error;
      }
    },
  };
}

function queueFinding({ dataFolder }: AgentConfig, { close, ...found }: QueueFile): Finding {
  close();
  if (found.quarantined) {
    return { ok: false, text: `an unreadable queue was set aside as ${found.quarantined}` };
  }
  const shared = found.isShared ? '; other users can open it: give the agent a folder of its own' : '';
  const narrowed = found.narrowed.length > 0 ? `; closed to other users now: ${found.narrowed.join(', ')}` : '';
  return { ok: true, text: `${dataFolder} is writable${narrowed}${shared}` };
}

function medplumSteps(
  config: AgentConfig,
  parts: readonly FeaturePart[],
  { fetch, now }: CheckDependencies,
): readonly Step[] {
  const { baseUrl } = config.medplum;
  const guarded = createMedplumFetch({ fetch, tokenUrl: medplumEndpoints(baseUrl).token, timeoutMs });
  const session = openSession({ config, parts, fetch, now, timeoutMs });
  const { unavailable, failed, refused } = exitCodes;
  return [
    {
      name: 'server',
      exitCode: unavailable,
      run: async () => checkClock(await measureClockSkew({ fetch: guarded, baseUrl, now }), baseUrl),
    },
    { name: 'token', exitCode: unavailable, run: () => checkToken(session) },
    { name: 'narrow key', exitCode: failed, run: () => session.withClient(checkNarrow) },
    { name: 'policy', exitCode: failed, run: () => session.withClient((client) => checkPolicy(client, config, parts)) },
    {
      name: 'device',
      exitCode: refused,
      run: () => session.withClient((client) => checkDevice(client, config.device)),
    },
    {
      name: 'own results',
      exitCode: refused,
      run: () => session.withClient((client) => checkResults(client, config.device)),
    },
  ];
}

function checkClock(skewMs: number, baseUrl: string): Finding {
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const ok = Math.abs(skewMs) <= toleratedSkewMs;
  const text = `${baseUrl} answers; this clock is ${seconds} s ${skewMs < 0 ? 'behind' : 'ahead'}`;
  return { ok, text: ok ? text : `${text}: set up time sync (NTP)`, exitCode: exitCodes.failed };
}

async function checkToken({ withClient, state }: MedplumSession): Promise<Finding> {
  try {
    const login = await withClient(async (client) => client.getActiveLogin());
    const who = login?.profile.reference ?? 'the ClientApplication';
    return { ok: true, text: `signed in as ${who} with ${state().credential}` };
  } catch (error) {
    if (error instanceof MedplumError && error.code === 'sign_in_refused') {
      return { ok: false, text: `${error.message}: ${signInHint(error.message)}`, exitCode: exitCodes.refused };
    }
    throw error;
  }
}

/** Medplum refuses a sign-in for other reasons than a wrong secret, too. */
function signInHint(reason: string): string {
  if (/\bIP\b/i.test(reason)) {
    return "the AccessPolicy's ipAccessRule does not let this machine's address in";
  }
  return /invalid (?:client|secret)/i.test(reason)
    ? 'check MEDPLUM_CLIENT_ID and MEDPLUM_CLIENT_SECRET'
    : 'look at the ClientApplication and its membership in Medplum';
}

async function checkNarrow(client: MedplumClient): Promise<Finding> {
  return (await probePatient(client)) === 'refused'
    ? { ok: true, text: 'Medplum refuses this key a Patient' }
    : {
        ok: false,
        text: 'this key can read patients: give its ClientApplication the AccessPolicy of `device-agent policy`',
      };
}

/** What the policy in force allows, type by type, against what is needed. Nothing is written to find out. */
async function checkPolicy(
  client: MedplumClient,
  config: AgentConfig,
  parts: readonly FeaturePart[],
): Promise<Finding> {
  const { findings } = await findPolicyProblems(client, config, parts);
  const worst = findings.find(({ kind }) => kind === 'missing') ?? findings.find(({ kind }) => kind === 'too-wide');
  const text = findings.map((finding) => finding.text).join('; ');
  if (worst) {
    const exitCode = worst.kind === 'missing' ? exitCodes.refused : exitCodes.failed;
    return { ok: false, text: `${text}: \`device-agent policy\` prints the right one`, exitCode };
  }
  return { ok: true, text: `allows what this agent needs and nothing else${text ? ` (${text})` : ''}` };
}

async function checkDevice(client: MedplumClient, device: string): Promise<Finding> {
  const found = await probeDevice(client, device);
  const texts = {
    found: `${device} exists`,
    absent: `${device} does not exist: check DEVICE_AGENT_DEVICE`,
    unknown: `whether ${device} exists cannot be told: the AccessPolicy does not let this key read it`,
  };
  return { ok: found !== 'absent', text: texts[found] };
}

async function checkResults(client: MedplumClient, device: string): Promise<Finding> {
  return (await probeObservations(client, device)) === 'allowed'
    ? { ok: true, text: `Medplum allows this key to search the Observations of ${device}` }
    : { ok: false, text: 'refused: allow search and create of Observation?device=… in the AccessPolicy' };
}

function line(verdict: Verdict, name: string, text: string): string {
  return `${verdict.padEnd(5)}${name.padEnd(13)}${oneLine(text)}\n`;
}

function jsonLine(verdict: Verdict, step: string, text: string): string {
  return `${JSON.stringify({ verdict, step, text: oneLine(text) })}\n`;
}
