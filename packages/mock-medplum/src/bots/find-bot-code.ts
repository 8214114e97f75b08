import type { Binary, Bot } from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';
import { contentOf } from '#store/binary-content.ts';
import { readReference } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { type RunBotCode, runHandler } from './run-bot-code.ts';
import { runDeployedCode } from './run-deployed-code.ts';

/** The runtimes whose code the mock can run. */
const runtimes: ReadonlySet<string | undefined> = new Set(['vmcontext', 'awslambda']);

/**
 * Finds how to run a Bot: the function that came with the project, or the code that was deployed.
 *
 * @throws OperationOutcomeError 400 when there is no code, as Medplum, or when the mock was not told to run it.
 */
export function findBotCode(tenant: Tenant, bot: Bot): RunBotCode {
  const handler = tenant.bots.get(bot.id ?? '');
  if (handler) {
    return runHandler(handler);
  }
  if (!runtimes.has(bot.runtimeVersion)) {
    throw badRequestError('Unsupported bot runtime');
  }
  const url = bot.executableCode?.url;
  if (!url) {
    throw badRequestError('No executable code');
  }
  if (!url.startsWith('Binary/')) {
    throw badRequestError('Executable code is not a Binary');
  }
  return runDeployedCode(tenant.botSandbox, readCode(tenant, url), bot.timeout);
}

function readCode({ store }: Tenant, reference: string): string {
  const binary = readReference(store, { reference }) as Binary;
  return Buffer.from(contentOf(binary) ?? Buffer.from(binary.data ?? '', 'base64')).toString('utf8');
}
