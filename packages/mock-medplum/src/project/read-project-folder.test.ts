import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readProjectFolder } from './read-project-folder.ts';

const patient = { resourceType: 'Patient', id: 'a' };

async function folderOf(files: Readonly<Record<string, string>>): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'mock-medplum-'));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(path, name), text)));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

describe('project folder', () => {
  test('folder, with resources alone, in arrays and in Bundles, gives them all', async () => {
    await using folder = await folderOf({
      '1.json': JSON.stringify(patient),
      '2.json': JSON.stringify([{ ...patient, id: 'b' }]),
      '3.json': JSON.stringify({ resourceType: 'Bundle', entry: [{ resource: { ...patient, id: 'c' } }, {}] }),
      'passwords.json': '{"u":"secret"}',
      'notes.txt': 'not JSON',
    });

    const { resources, passwords } = await readProjectFolder(folder.path);

    expect(resources.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(passwords).toEqual({ u: 'secret' });
  });

  test('folder, without passwords, gives none', async () => {
    await using folder = await folderOf({ '1.json': '[]' });

    expect(await readProjectFolder(folder.path)).toEqual({ resources: [], passwords: {} });
  });

  test('folder, that is not there, is refused by name', async () => {
    await expect(readProjectFolder('/no/such/folder')).rejects.toMatchObject({
      code: 'folder_unreadable',
      message: 'Cannot read the project folder /no/such/folder.',
    });
  });

  test.each([
    ['patients.json', '{"a":'],
    ['patients.json', '[1]'],
    ['patients.json', '{"id":"a"}'],
    ['passwords.json', '{"u":1}'],
  ])('file %s, that says %s, is refused by name and not quoted', async (name, text) => {
    await using folder = await folderOf({ [name]: text });

    await expect(readProjectFolder(folder.path)).rejects.toMatchObject({
      code: 'file_invalid',
      message: expect.stringMatching(new RegExp(`${name} is not JSON that holds [\\w ]+\\.$`)) as string,
    });
  });
});
