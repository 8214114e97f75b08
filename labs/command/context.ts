import { allLabs } from '#all-labs.ts';
import type { Lab } from '#lab/lab.ts';
import { type LearnerFolder, openLearnerFolder } from '#learner/learner-folder.ts';
import { openProgressFile, type ProgressFile } from '#learner/progress.ts';
import { createLabRunner, type LabRunner } from '#run/lab-runner.ts';

/** What every command of the labs works with. */
export type Context = Readonly<{
  labs: readonly Lab[];
  learner: LearnerFolder;
  progress: ProgressFile;
  startRunner: () => LabRunner;
  say: (line?: string) => void;
  now: () => Date;
}>;

/** A command given in a way that makes no sense; the message says what to type. */
export class UsageError extends Error {}

/** The context of a terminal. @param folder - Where the learner's files are. Default is `.lab` in this repository. */
export function createContext(say: Context['say'], folder?: string): Context {
  return {
    labs: allLabs,
    learner: openLearnerFolder(folder),
    progress: openProgressFile(folder),
    startRunner: createLabRunner,
    say,
    now: () => new Date(),
  };
}

/** The lab that is meant: by its number, or the one at hand. */
export function chooseLab({ labs, progress }: Context, number: string | undefined): Lab {
  const wanted = number === undefined ? progress.read().current : Number(number);
  const lab = labs.find((one) => one.number === wanted);
  if (!lab) {
    throw new UsageError(
      number === undefined
        ? 'No lab is under way. Begin with: npm run lab -- start 1'
        : `There is no lab ${number}. They go from 1 to ${labs.length}: npm run lab`,
    );
  }
  return lab;
}

/** Her text of a lab that was started. */
export function readLearners({ learner }: Context, lab: Lab): string {
  const text = learner.read(lab);
  if (text === undefined) {
    throw new UsageError(`Lab ${lab.number} was not started yet: npm run lab -- start ${lab.number}`);
  }
  return text;
}
