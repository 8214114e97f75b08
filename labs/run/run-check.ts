import { createRedactor } from '@auth-patterns/auth-config';
import type { DemoProject } from '@auth-patterns/demo-project';
import { type MockMedplum, startMockMedplum } from '@auth-patterns/mock-medplum';
import { createControlClient, type RequestLogEntry } from '@auth-patterns/mock-medplum/control';
import type { Check, LabMedplum, LabRun } from '#lab/lab-run.ts';
import type { Report, RequestLine, StepReport } from '#lab/report.ts';
import { withoutRuns } from './lab-modules.ts';

const latest = 20;
const redact = createRedactor();
let sharedMock: Promise<MockMedplum> | undefined;
let tenants = 0;

/** Ends a run at the step that went wrong; what went wrong is noted by then. */
class Stopped extends Error {}

/** Starts the one mock of this thread. A run has a tenant of its own. */
export function startMock(): Promise<MockMedplum> {
  return (sharedMock ??= startMockMedplum({ control: true }));
}

/** Runs one check and notes how each step went, and what Medplum was asked. */
export async function runCheck(load: () => Promise<Check>): Promise<Omit<Report, 'lab' | 'ms'>> {
  const steps: StepReport[] = [];
  const endings: (() => unknown)[] = [];
  const medplums: LabMedplum[] = [];
  const run: LabRun = {
    startMedplum: async (project) => {
      const medplum = await openTenant(project, endings);
      medplums.push(medplum);
      return medplum;
    },
    step: async (title, { rule, next }, work) => {
      try {
        await work();
        steps.push({ title, isRight: true });
      } catch (error) {
        steps.push({ title, isRight: false, saw: describe(error), rule, next });
        throw new Stopped();
      }
    },
    atEnd: (work) => endings.push(work),
  };
  try {
    const check = await load();
    await check(run);
  } catch (error) {
    noteAtStart(error, steps);
  }
  const entries = await Promise.all(medplums.map(async ({ control }) => control.log.list()));
  for (const end of endings.toReversed()) {
    await end();
  }
  return { isDone: steps.every(({ isRight }) => isRight), steps, requests: entries.flat().slice(-latest).map(toLine) };
}

async function openTenant(project: DemoProject, endings: (() => unknown)[]): Promise<LabMedplum> {
  const mock = await startMock();
  tenants += 1;
  const name = `lab-${tenants}`;
  const { tenant } = await mock.tenants.open(name, { project });
  endings.push(() => mock.tenants.close(name));
  return { baseUrl: tenant.baseUrl, control: createControlClient(tenant.baseUrl), tenant };
}

/** What is thrown outside of a step: a file that cannot be read as code, most of all. */
function noteAtStart(error: unknown, steps: StepReport[]): void {
  if (!(error instanceof Stopped)) {
    steps.push({
      title: 'Your file can be loaded',
      isRight: false,
      saw: describe(error),
      rule: 'The file has to be whole: every bracket that opens is closed, and each name that is used exists.',
      next: 'Undo the last change, or look at what your editor underlines in red.',
    });
  }
}

function describe(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return redact(withoutRuns(name === 'Saw' ? message : `${name}: ${message}`));
}

function toLine({ method, path, status, caller, reason }: RequestLogEntry): RequestLine {
  return {
    method,
    path: redact(path),
    status,
    ...(caller && { caller: describeCaller(caller) }),
    ...(reason && { refusedBy: redact(`${reason.rule}: ${reason.because}`) }),
  };
}

function describeCaller(caller: NonNullable<RequestLogEntry['caller']>): string {
  const { scheme, profile, clientId, grantType, onBehalfOf } = caller;
  const who = [scheme, profile ?? clientId, grantType, onBehalfOf && `on behalf of ${onBehalfOf}`];
  return who.filter(Boolean).join(', ');
}
