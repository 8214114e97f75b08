import { parseSettings, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

const schema = z.object({
  DEVICE_AGENT_REPORTS: z.enum(['on', 'off'], 'must be on or off').default('off'),
});

/** Whether orders become DiagnosticReports and Specimens. */
export function readReportsSetting(env: Environment): boolean {
  return parseSettings(schema, env).DEVICE_AGENT_REPORTS === 'on';
}
