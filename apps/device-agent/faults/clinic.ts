import { createDemoProject } from '@auth-patterns/demo-project';
import { startMockMedplum, type MockMedplum } from '@auth-patterns/mock-medplum';
import { createControlClient, type ControlClient } from '@auth-patterns/mock-medplum/control';
import { clientSecret } from '#test/settings.ts';
import type { Outcome } from './story.ts';

/** The clinic on a mock of its own, with a control plane that can make it fail. */
export type Clinic = AsyncDisposable &
  Readonly<{
    mock: MockMedplum;
    control: ControlClient;
    /** Compares what was acknowledged with what is there, by the number that each message gives its order. */
    compare: (acknowledged: Iterable<string>, note?: string) => Outcome;
  }>;

export async function openClinic(clock: () => Date = () => new Date()): Promise<Clinic> {
  const project = createDemoProject({ clientSecrets: { deviceAgent: clientSecret } });
  const mock = await startMockMedplum({ project, control: true, clock });
  return {
    mock,
    control: createControlClient(mock.baseUrl),
    compare: (acknowledged, note) => compare(mock, [...acknowledged], note),
    [Symbol.asyncDispose]: () => mock.close(),
  };
}

function compare({ tenant }: MockMedplum, acknowledged: readonly string[], note?: string): Outcome {
  const times = new Map<string, number>();
  for (const { identifier = [] } of tenant.store.list('Observation')) {
    const filler = identifier.find(({ system }) => system?.endsWith('/orders'))?.value;
    if (filler) {
      times.set(filler, (times.get(filler) ?? 0) + 1);
    }
  }
  return {
    acknowledged: acknowledged.length,
    stored: times.size,
    lost: acknowledged.filter((id) => !times.has(id)),
    twice: [...times].filter(([, count]) => count > 1).map(([id]) => id),
    ...(note === undefined ? {} : { note }),
  };
}
