import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '#lab/report.ts';
import { learnersFolder } from './learner-folder.ts';

/** How far a learner has come with one lab. */
export type LabProgress = Readonly<{
  startedAt: string;
  doneAt?: string;
  /** Hints that were shown. */
  hints: number;
  /** True when the solution was written for her. */
  isSolved?: boolean;
  /** The latest run. */
  report?: Report | undefined;
}>;

/** How far a learner has come: by lab, and at which one she is. */
export type Progress = Readonly<{ current?: number; labs: Readonly<Record<string, LabProgress>> }>;

/** The progress of this machine's learner, in a file. */
export type ProgressFile = Readonly<{
  read: () => Progress;
  /** Changes what is known of a lab, and makes it the current one. */
  note: (lab: number, change: Partial<LabProgress>, now: Date) => void;
}>;

/** Opens the file in which a learner's progress is kept. One that cannot be read counts as none. */
export function openProgressFile(folder = learnersFolder): ProgressFile {
  const file = join(folder, 'progress.json');

  function read(): Progress {
    try {
      const progress = JSON.parse(readFileSync(file, 'utf8')) as Partial<Progress>;
      return { ...progress, labs: progress.labs ?? {} };
    } catch {
      return { labs: {} };
    }
  }

  return {
    read,
    note: (lab, change, now) => {
      const { labs } = read();
      const known = labs[lab] ?? { startedAt: now.toISOString(), hints: 0 };
      const progress: Progress = { current: lab, labs: { ...labs, [lab]: { ...known, ...change } } };
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(progress, undefined, 2));
      renameSync(`${file}.new`, file);
    },
  };
}
