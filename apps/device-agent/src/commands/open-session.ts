import type { AgentConfig } from '#config';
import type { FeaturePart } from '#feature';
import type { Log } from '#log';
import type { MedplumClientOptions } from '#medplum/client.ts';
import { clientSecret, ladder } from '#medplum/credential.ts';
import { createServerClock } from '#medplum/server-clock.ts';
import { createMedplumSession, type MedplumSession } from '#medplum/sign-in.ts';

type OpenOptions = Omit<MedplumClientOptions, 'settings'> &
  Readonly<{ config: AgentConfig; parts: readonly FeaturePart[]; log?: Pick<Log, 'warn'> }>;

/** A session with all credentials that the settings give and allow, the strongest first. Each step down is logged. */
export function openSession({ config, parts, log, ...options }: OpenOptions): MedplumSession {
  const { medplum: settings, credentials: allowed } = config;
  const fetch = parts.reduce((next, part) => part.fetch?.(next) ?? next, options.fetch);
  const clock = createServerClock({ ...options, fetch, baseUrl: settings.baseUrl });
  const made = parts.flatMap(({ credential }) => credential?.(settings, clock.now) ?? []);
  const available = settings.clientSecret === '' ? made : [...made, clientSecret(settings, clock.now)];
  return createMedplumSession({
    ...options,
    fetch: clock.fetch,
    settings,
    credentials: ladder(available, allowed),
    onStepDown: (step) => log?.warn('a weaker credential is used: the stronger one was refused', step),
  });
}
