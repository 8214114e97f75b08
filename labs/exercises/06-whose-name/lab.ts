import type { Lab } from '#lab/lab.ts';

export const whoseName: Lab = {
  number: 6,
  name: 'whose-name',
  title: 'Whose name is in the history?',
  pattern: 'server',
  minutes: 10,
  file: 'apps/legacy-proxy/src/features/on-behalf-of/on-behalf-of.ts',
  edits: [
    {
      replace:
        "const headers = { ...(init?.headers as Record<string, string>), 'X-Medplum-On-Behalf-Of': membership };",
      by: '// Lab 6: Medplum sees the server alone. Say for whom it asks: `membership` is known here.\n          const headers = { ...(init?.headers as Record<string, string>) };',
    },
  ],
  fails: { step: 'Kim’s note can be written', saw: 'Forbidden' },
  diagram: [
    { who: 'Kim', colour: 'plain', holds: 'a session cookie', sends: 'writes a note' },
    {
      who: 'legacy-proxy',
      colour: 'server',
      holds: 'an administrator’s client secret and token; which user is which member',
      sends: 'Bearer token + X-Medplum-On-Behalf-Of',
    },
    { who: 'Medplum', colour: 'medplum', holds: 'Kim’s membership and AccessPolicy; the history' },
  ],
};
