import { demoIds } from '@auth-patterns/demo-project';
import type { Intake } from '@auth-patterns/device-agent/src/intake/intake.ts';
import { createReceive, type Receive } from '@auth-patterns/device-agent/src/intake/receive-message.ts';

/** An analyzer that is connected to the agent. */
export type Analyzer = Readonly<{ send: (message: Uint8Array) => readonly Uint8Array[] }>;

type Log = Parameters<Receive['message']>[1];

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined } as unknown as Log;

/** Connects an analyzer to what the agent does with a message. */
export function connectAnalyzer(intake: Intake): Analyzer {
  const receive = createReceive({
    intake,
    translation: {
      device: `Device/${demoIds.device}`,
      patientSystem: 'https://clinic.example/mrn',
      patientAuthorities: ['RIVERSIDE'],
      namespace: 'https://clinic.example/device-agent',
      timeZone: 'Europe/Berlin',
    },
    now: Date.now,
    newControlId: () => 'A1',
    // One message at a time: nothing to put into one commit.
    together: (work) => work(),
  });
  return { send: (message) => receive.message(message, silent) };
}

/** Sends one result, and reads the verdict of the answer: AA, AE or AR. */
export function answerOf({ send }: Analyzer, controlId: string): string {
  const lines = [
    String.raw`MSH|^~\&|CHEM-200|RIVERSIDE|AGENT|RIVERSIDE|20260914083012+0200||ORU^R01^ORU_R01|${controlId}|P|2.5.1`,
    'PID|1||RC-1001^^^RIVERSIDE^MR||Carter^Sam||19840312|M',
    `OBR|1||${controlId}|24323-8^Metabolic panel^LN|||20260914074500+0200`,
    'OBX|1|NM|2345-7^Glucose^LN||96|mg/dL^^UCUM|70-105|N|||F',
  ];
  const [answer] = send(Buffer.from(lines.map((line) => `${line}\r`).join('')));
  return /MSA\|(\w\w)/.exec(Buffer.from(answer ?? []).toString())?.[1] ?? 'nothing';
}
