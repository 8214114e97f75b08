/** What acknowledgments say together: all is taken, something is wrong, or the message is good and could not be stored. */
export type Verdict = 'accepted' | 'refused' | 'try-again';

/** Reads MSA-1 of every acknowledgment in an answer, and ERR-3: 207 says that the fault is the receiver's. */
export function readVerdict(answer: string): Verdict | undefined {
  const separator = answer.charAt(3) || '|';
  const segments = answer.split('\r').map((line) => line.split(separator));
  const verdicts = segments.filter(([name]) => name === 'MSA').map(([, verdict]) => verdict ?? '');
  if (verdicts.length === 0) {
    return undefined;
  }
  const refused = verdicts.find((verdict) => verdict !== 'AA' && verdict !== 'CA');
  if (refused === undefined) {
    return 'accepted';
  }
  const errors = segments.filter(([name]) => name === 'ERR').map((fields) => fields[3] ?? '');
  return refused.endsWith('E') && errors.every((error) => error.startsWith('207')) ? 'try-again' : 'refused';
}
