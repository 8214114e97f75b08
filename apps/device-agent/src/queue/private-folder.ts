import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';

export const queueFileName = 'queue.sqlite';

/** What other users of the machine could open until now. */
export type Exposure = Readonly<{
  /** Names that were open to others and are closed now; `.` is the folder itself. */
  narrowed: readonly string[];
  /** The folder is open to others, and its mode was left alone: it belongs to others or holds other files. */
  isShared: boolean;
}>;

/** Windows has other means, and its modes say nothing. */
const forOthers = process.platform === 'win32' ? 0 : 0o077;

/**
 * Makes the queue's folder and file, for their owner alone from their first byte on, and closes what an earlier version
 * or another umask left open: the folder, the queue, its log, and files that were set aside.
 */
export function makePrivate(folder: string): Exposure {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = readdirSync(folder);
  const ours = names.filter((name) => name.startsWith(queueFileName));
  const { mode, uid } = statSync(folder);
  const isOpen = (mode & forOthers) !== 0;
  const isShared = isOpen && (ours.length < names.length || uid !== process.getuid?.());
  if (isOpen && !isShared) {
    chmodSync(folder, 0o700);
  }
  const narrowed = [...new Set([queueFileName, ...ours])].filter((name) => narrow(join(folder, name)));
  return { narrowed: isOpen && !isShared ? ['.', ...narrowed] : narrowed, isShared };
}

/** Opens without following a link: in a folder that others can write to, the link could lead to any file of ours. */
function narrow(path: string): boolean {
  const noFollow = constants.O_NOFOLLOW ?? 0;
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT | noFollow, 0o600);
  try {
    const isOpen = (fstatSync(file).mode & forOthers) !== 0;
    if (isOpen) {
      fchmodSync(file, 0o600);
    }
    return isOpen;
  } finally {
    closeSync(file);
  }
}
