import { ContentType, createReference, Hl7Message, normalizeOperationOutcome, resolveId } from '@medplum/core';
import type {
  Agent,
  Bot,
  OperationOutcome,
  Project,
  ProjectMembership,
  Reference,
  Subscription,
} from '@medplum/fhirtypes';
import { recordBotEvent } from '#audit/record-bot-event.ts';
import { badRequestError } from '#http/fhir-errors.ts';
import type { RequestContext } from '#http/request-context.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { issueBotToken } from './bot-access-token.ts';
import { botSecrets } from './bot-secrets.ts';
import { findBotCode } from './find-bot-code.ts';
import type { BotRun } from './run-bot-code.ts';

/** Which Bot to run, in whose name, and with which input. */
export type BotExecution = Readonly<{
  bot: Bot;
  /** The Bot's own membership, or that of whoever asks: it depends on the transport. */
  runAs: ProjectMembership;
  /** Who asks; nobody at a webhook. */
  requester?: Reference | undefined;
  input: unknown;
  contentType?: string | undefined;
  headers?: Readonly<Record<string, string | string[] | undefined>> | undefined;
  request?: RequestContext | undefined;
  agent?: Agent | undefined;
  subscription?: Subscription | undefined;
}>;

/** The result of a run. A Bot that returns an outcome that is an error has failed. */
export type BotResult = Readonly<
  { log: string } & ({ success: true; returnValue: unknown } | { success: false; outcome: OperationOutcome })
>;

/** Runs a Bot with a token of its own, and leaves the AuditEvent that Medplum saves of it. */
export async function executeBot(tenant: Tenant, execution: BotExecution): Promise<BotResult> {
  const startedAt = tenant.clock();
  const result = await runToResult(tenant, execution);
  recordBotEvent(tenant, { ...execution, startedAt, hasFailed: !result.success, log: result.log });
  return result;
}

async function runToResult(tenant: Tenant, execution: BotExecution): Promise<BotResult> {
  const log: string[] = [];
  try {
    const returnValue = await run(tenant, execution, log);
    const outcome = failureOf(returnValue);
    return outcome
      ? { success: false, log: log.join('\n'), outcome }
      : { success: true, log: log.join('\n'), returnValue };
  } catch (error) {
    const outcome = normalizeOperationOutcome(error);
    log.push(`Error ${outcome.issue[0]?.details?.text ?? ''}`);
    return { success: false, log: log.join('\n'), outcome };
  }
}

async function run(tenant: Tenant, execution: BotExecution, log: string[]): Promise<unknown> {
  const { bot, runAs, requester, contentType, headers, request } = execution;
  const project = tenant.store.get('Project', resolveId(runAs.project) ?? '');
  if (!project || !hasBots(project)) {
    throw badRequestError('Bots not enabled');
  }
  const runCode = findBotCode(tenant, bot);
  const work: BotRun = {
    baseUrl: tenant.baseUrl,
    loopbackUrl: tenant.loopbackUrl,
    accessToken: await issueBotToken(tenant, runAs),
    traceId: request?.traceId,
    log: (line) => void log.push(line),
    event: {
      bot: createReference(bot),
      ...(requester && { requester: requester as Reference<Bot> }),
      input: readInput(execution),
      // Medplum passes on what the request says, also when it says nothing.
      contentType: contentType as string,
      secrets: botSecrets(tenant, bot, project),
      ...(request && { traceId: request.traceId }),
      ...(headers && { headers }),
    },
  };
  const returnValue = await runCode(work);
  return contentType === ContentType.HL7_V2 && returnValue ? textOf(returnValue) : returnValue;
}

/** Tells whether a project may use Bots. */
export function hasBots(project: Project): boolean {
  return project.features?.includes('bots') ?? false;
}

function readInput({ input, contentType }: BotExecution): unknown {
  return contentType === ContentType.HL7_V2 && typeof input === 'string' && input ? Hl7Message.parse(input) : input;
}

/** Medplum sends HL7 v2 as the text of what it gets, whatever that is. */
function textOf(value: {}): string {
  // oxlint-disable-next-line typescript/no-base-to-string -- an object becomes "[object Object]", there as here
  return value.toString();
}

function failureOf(returnValue: unknown): OperationOutcome | undefined {
  const outcome = returnValue as OperationOutcome | null | undefined;
  const isFailure =
    typeof outcome === 'object' &&
    outcome?.resourceType === 'OperationOutcome' &&
    outcome.issue.some(({ severity }) => severity === 'error' || severity === 'fatal');
  return isFailure ? (outcome ?? undefined) : undefined;
}
