import { parseSettings, port, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

const schema = z.object({
  DEVICE_AGENT_ASTM_PORT: port.optional(),
  DEVICE_AGENT_ASTM_PATIENT_FIELD: z.enum(['3', '4', '5'], 'must be 3, 4 or 5').default('3'),
});

export type AstmSettings = Readonly<{
  port: number;
  /** The field of the P record that holds this site's patient number: 3 practice's, 4 laboratory's, 5 another. */
  patientField: number;
}>;

/** Reads the settings; nothing when no port is set. */
export function readAstmSettings(env: Environment): AstmSettings | undefined {
  const { DEVICE_AGENT_ASTM_PORT: astmPort, DEVICE_AGENT_ASTM_PATIENT_FIELD: field } = parseSettings(schema, env);
  return astmPort === undefined ? undefined : { port: astmPort, patientField: Number(field) };
}
