import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Feature, Input, InputContext } from '#feature';
import { readWatchedFolder } from './settings.ts';
import { createLook, destinations } from './take-files.ts';

/** How often the folder is read. Nothing watches it, because network drives do not report changes. */
const everyMs = 1000;

/** Takes HL7 files that another program puts into a folder. */
export const folder: Feature = {
  name: 'folder',
  read: (env) => {
    const path = readWatchedFolder(env);
    return path === undefined ? undefined : { input: (context) => watch(path, context) };
  },
};

function watch(path: string, context: InputContext): Input {
  let timer: NodeJS.Timeout | undefined;
  return {
    start: async () => {
      Object.values(destinations).forEach((name) => mkdirSync(join(path, name), { recursive: true, mode: 0o700 }));
      timer = setInterval(createLook(path, context), everyMs);
      return { folder: path };
    },
    stop: async () => clearInterval(timer),
  };
}
