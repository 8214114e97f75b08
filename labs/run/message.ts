/** What the thread that runs checks is asked: to run one lab's check on a text. */
export type RunRequest = Readonly<{ folder: string; number: number; file: string; text: string }>;
