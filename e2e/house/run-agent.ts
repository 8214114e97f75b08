import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { demoIds } from '@auth-patterns/demo-project';
import type { RunningHouse } from './running-house.ts';

const agentFolder = fileURLToPath(new URL('../../apps/device-agent/', import.meta.url));
const run = promisify(execFile);

/**
 * Runs a command of device-agent as the house's agent, and returns all that it printed.
 *
 * @param command - For example `['check']`.
 * @param folder - An empty folder for its queue.
 * @param settings - Variables that differ from the agent's.
 */
export async function runAgent(
  command: readonly string[],
  { urls, secrets }: Pick<RunningHouse, 'urls' | 'secrets'>,
  folder: string,
  settings: Readonly<Record<string, string>>,
): Promise<string> {
  const env = {
    MEDPLUM_BASE_URL: urls.medplum,
    MEDPLUM_CLIENT_ID: demoIds.clients.deviceAgent,
    MEDPLUM_CLIENT_SECRET: secrets.deviceAgent,
    DEVICE_AGENT_DEVICE: `Device/${demoIds.device}`,
    DEVICE_AGENT_DATA_DIR: folder,
    // The house's agent does these too, and its policy is for that.
    DEVICE_AGENT_CORRECTIONS: 'replace',
    DEVICE_AGENT_REPORTS: 'on',
    ...settings,
  };
  const { stdout, stderr } = await run(process.execPath, ['src/main.ts', ...command], { cwd: agentFolder, env });
  return stdout + stderr;
}
