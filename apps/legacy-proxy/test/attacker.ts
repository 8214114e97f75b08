import { type Browser, createBrowser } from './browser.ts';
import type { RunningProcess } from './start-process.ts';
import { passwordOf } from './start-test-app.ts';

/** Tells whether it won. */
export type Attack = (target: RunningProcess) => Promise<boolean>;

/** By the title of the test. */
export type Attacks = Readonly<Record<string, Attack>>;

/** A browser of its own, in which somebody has signed in. */
export async function signedIn({ url }: RunningProcess, username: string): Promise<Browser> {
  const browser = createBrowser(url);
  await browser.signIn(username, passwordOf(username));
  return browser;
}

/** The nurse's browser, signed in once: a password takes a fifth of a second to check. */
const nurses = new Map<RunningProcess, Promise<Browser>>();

export async function nurse(target: RunningProcess): Promise<Browser> {
  const known = nurses.get(target) ?? signedIn(target, 'nurse.kim');
  nurses.set(target, known);
  return known;
}
