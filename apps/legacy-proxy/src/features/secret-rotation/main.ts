import { printable } from '@auth-patterns/auth-config';
import { readConfig, readEnvironment } from '#config';
import { secretRotation } from './feature.ts';
import { rotateSecret } from './rotate-secret.ts';
import { readRotation } from './settings.ts';

try {
  const env = readEnvironment();
  const { medplum } = readConfig([secretRotation], env);
  const { file, ...admin } = readRotation(env);
  await rotateSecret({ baseUrl: medplum.baseUrl, clientId: medplum.clientId, file, admin });
  process.stdout.write('legacy-proxy: the secret is rotated; servers take the new one at their next sign-in\n');
} catch (error) {
  process.stderr.write(`legacy-proxy: the secret was not rotated: ${printable((error as Error).message)}\n`);
  process.exitCode = 1;
}
