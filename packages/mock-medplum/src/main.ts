#!/usr/bin/env node
import { parseArgs } from 'node:util';

import { ListenError, type MockMedplum, ProjectError, readProjectFolder, startMockMedplum } from './index.ts';

const USAGE = `Usage: mock-medplum --project DIR [--port 8103] [--base-url URL]

  --project DIR    folder with FHIR JSON files and passwords.json
  --port PORT      TCP port on 127.0.0.1; default 8103, 0 takes a free one
  --base-url URL   issuer and base URL; default http://localhost:PORT/

Exit codes: 0 stopped, 1 cannot start, 2 wrong arguments`;

class UsageError extends Error {}

type Arguments = Readonly<{ project: string; port: number; baseUrl: string | undefined }>;

try {
  const options = readArguments();
  const mock = await startMockMedplum({ ...options, project: await readProjectFolder(options.project) });
  process.stdout.write(`mock-medplum answers at ${mock.baseUrl} with the project in ${options.project}\n`);
  stopOnSignal(mock);
} catch (error) {
  process.exitCode = error instanceof UsageError ? 2 : 1;
  process.stderr.write(`mock-medplum: ${explain(error)}\n`);
}

function readArguments(): Arguments {
  const { project, port, 'base-url': baseUrl, help } = parse();
  if (help) {
    process.stdout.write(`${USAGE}\n`);
    process.exit(0);
  }
  if (!project) {
    throw new UsageError('--project is missing: name a folder with FHIR JSON files (--help tells more).');
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port ${port} is not a port: give a number from 0 to 65535.`);
  }
  if (baseUrl !== undefined && !(URL.canParse(baseUrl) && baseUrl.endsWith('/'))) {
    throw new UsageError(`--base-url ${baseUrl} is not a base URL: give an absolute URL that ends with a slash.`);
  }
  return { project, port: Number(port), baseUrl };
}

function parse() {
  try {
    return parseArgs({
      options: {
        project: { type: 'string' },
        port: { type: 'string', default: '8103' },
        'base-url': { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message.split('. ')[0]} (--help tells more).`, { cause });
  }
}

function stopOnSignal(mock: MockMedplum): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void mock.close());
  }
}

/** What a person can mend is one line; anything else is a fault of this program, whose stack helps to find it. */
function explain(error: unknown): string {
  const isExpected = error instanceof UsageError || error instanceof ListenError || error instanceof ProjectError;
  return isExpected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
}
