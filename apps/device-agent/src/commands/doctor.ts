import { readAgentConfig, readFeatures } from '#config';
import type { Feature } from '#feature';

/** What runs here: for a person who is asked about it. No secret is in it. */
export function describeInstallation(features: readonly Feature[]): string {
  const on = features.filter((feature) => readFeatures([feature]).length > 0).map(({ name }) => name);
  const off = features.map(({ name }) => name).filter((name) => !on.includes(name));
  const { dataFolder, medplum, listener } = readAgentConfig(readFeatures(features));
  const lines = [
    `Node ${process.version} on ${process.platform}, ${process.arch}`,
    `features on: ${on.join(', ') || 'none'}; off: ${off.join(', ') || 'none'}`,
    `client ${medplum.clientId} of ${medplum.baseUrl}`,
    `queue in ${dataFolder}; MLLP on ${listener.address}:${listener.port}${listener.tls ? ' with TLS' : ''}`,
  ];
  return lines.map((line) => `      ${line}\n`).join('');
}
