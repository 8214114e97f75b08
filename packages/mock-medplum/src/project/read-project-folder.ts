import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { z } from 'zod';
import type { MedplumProject } from './medplum-project.ts';
import { ProjectError } from './project-error.ts';

const passwordsFile = 'passwords.json';

/**
 * Reads a project from a folder: each `*.json` file holds one FHIR resource, an array of them or a Bundle, and
 * `passwords.json` the password of each User by id.
 *
 * @throws ProjectError when the folder cannot be read or a file is not what it has to be.
 */
export async function readProjectFolder(folder: string): Promise<MedplumProject> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new ProjectError('folder_unreadable', `Cannot read the project folder ${folder}.`, { cause });
  });
  const resourceFiles = names.filter((name) => name.endsWith('.json') && name !== passwordsFile).toSorted();
  const contents = await Promise.all(resourceFiles.map((name) => readJsonFile(folder, name, resourcesInFile)));
  const passwords = names.includes(passwordsFile)
    ? await readJsonFile(folder, passwordsFile, z.record(z.string(), z.string()))
    : {};
  return { resources: contents.flat(), passwords };
}

const resource = z.looseObject({ resourceType: z.string() }).transform((value) => value as unknown as Resource);

const resourcesInFile = z.union([z.array(resource), resource.transform(unwrapBundle)]);

function unwrapBundle(single: Resource): Resource[] {
  return single.resourceType === 'Bundle' ? (single.entry ?? []).flatMap((entry) => entry.resource ?? []) : [single];
}

async function readJsonFile<S extends z.ZodType>(folder: string, name: string, schema: S): Promise<z.output<S>> {
  const path = join(folder, name);
  const text = await readFile(path, 'utf8');
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const expected = name === passwordsFile ? 'an object of passwords by User id' : 'FHIR resources';
    throw new ProjectError('file_invalid', `${path} is not JSON that holds ${expected}.`, { cause });
  }
}
