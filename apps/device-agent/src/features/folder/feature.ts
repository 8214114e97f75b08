import type { Feature, InputContext, Input } from '#feature';
import { readWatchedFolder } from './settings.ts';
import { takeFiles } from './take-files.ts';

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
      timer = setInterval(() => takeFiles(path, context), everyMs);
      return { folder: path };
    },
    stop: async () => clearInterval(timer),
  };
}
