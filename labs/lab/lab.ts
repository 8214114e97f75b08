/** Who holds the key to Medplum: the browser, the server, or a machine. */
export type Pattern = 'client' | 'server' | 'device';

/** Turns a piece of the app's own file into the lab's problem. */
export type Edit = Readonly<{
  /** Text of the file, once in it. */
  replace: string;
  by: string;
}>;

/** One box of a lab's diagram: who it is, and what of the keys it holds. */
export type Party = Readonly<{
  who: string;
  colour: Pattern | 'medplum' | 'idp' | 'attack' | 'plain';
  holds: string;
  /** What goes on to the next box. */
  sends?: string;
}>;

/** One lab: a file of an app, with something missing that a check finds. */
export type Lab = Readonly<{
  number: number;
  /** Also the end of the folder's name. */
  name: string;
  title: string;
  pattern: Pattern;
  /** How long it takes somebody who sees it for the first time. */
  minutes: number;
  /** The one file that a learner changes, as a path in this repository. */
  file: string;
  edits: readonly Edit[];
  /** The step at which the problem has to fail, and what its check has to have seen. */
  fails: Readonly<{ step: string; saw: string }>;
  diagram: readonly Party[];
}>;

/** Name of a lab's folder, for example `01-first-token`. */
export function folderName({ number, name }: Lab): string {
  return `${String(number).padStart(2, '0')}-${name}`;
}
