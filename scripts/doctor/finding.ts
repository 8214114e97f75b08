/** What is looked at. The names are stable: programs that read the JSON rely on them. */
export type CheckName =
  | 'agent'
  | 'browser'
  | 'bundle'
  | 'client'
  | 'clock'
  | 'cookies'
  | 'cors'
  | 'env-file'
  | 'lifetime'
  | 'mail'
  | 'node'
  | 'policy'
  | 'ports'
  | 'redirect-uri'
  | 'secrets'
  | 'server'
  | 'settings'
  | 'web-app';

/** `note` is worth knowing and no fault; `not-checked` says what was missing to find out. */
export type Verdict = 'ok' | 'note' | 'fault' | 'not-checked';

/** What one look showed. No text in it holds a secret. */
export type Finding = Readonly<{
  check: CheckName;
  verdict: Verdict;
  /** What is so, what is wrong, or why it was not checked. */
  text: string;
  /** What to do about it. */
  fix?: string;
}>;

export const ok = (check: CheckName, text: string): Finding => ({ check, verdict: 'ok', text });

export const note = (check: CheckName, text: string, fix?: string): Finding => ({
  check,
  verdict: 'note',
  text,
  ...(fix !== undefined && { fix }),
});

export const fault = (check: CheckName, text: string, fix: string): Finding => ({ check, verdict: 'fault', text, fix });

/** @param fix - What it needs to be checked. */
export const notChecked = (check: CheckName, text: string, fix: string): Finding => ({
  check,
  verdict: 'not-checked',
  text,
  fix,
});
