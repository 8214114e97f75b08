import type { Lab } from '#lab/lab.ts';

export const powerCut: Lab = {
  number: 10,
  name: 'power-cut',
  title: 'Lose nothing when the power goes',
  pattern: 'device',
  minutes: 12,
  file: 'apps/device-agent/src/intake/intake.ts',
  edits: [
    {
      replace: "      if (!queue.add(transactions).includes('added')) {\n",
      by: `      // Lab 10: the analyzer waits for its answer, so the disk has to wait.
      void Promise.resolve()
        .then(() => queue.add(transactions))
        .catch(() => log.warn('message lost', { channel, controlId }));
      if (transactions.length === 0) {
`,
    },
  ],
  fails: { step: 'What was acknowledged is there after a power cut', saw: 'holds 0' },
  diagram: [
    { who: 'Analyzer', colour: 'plain', holds: 'the result, until somebody says AA', sends: 'HL7 over MLLP' },
    { who: 'device-agent', colour: 'device', holds: 'a queue on its disk', sends: 'later, with a token' },
    { who: 'Medplum', colour: 'medplum', holds: 'nothing yet: it may be away for hours' },
  ],
};
