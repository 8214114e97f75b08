import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Stands in for the editor of whoever runs the dev server. */
export type Editor = Readonly<{
  /** Makes Vite start it. */
  env: Readonly<Record<string, string>>;
  /** Names of the files that it was started with. */
  opened: () => readonly string[];
}>;

export function createEditor(folder: string): Editor {
  const program = join(folder, 'editor.sh');
  const list = join(folder, 'opened-in-editor');
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$1" >> '${list}'\n`);
  chmodSync(program, 0o700);
  return {
    env: { LAUNCH_EDITOR: program },
    opened: () =>
      existsSync(list)
        ? readFileSync(list, 'utf8')
            .split('\n')
            .filter(Boolean)
            .map((path) => basename(path))
        : [],
  };
}
