import { once } from 'node:events';
import { connect } from 'node:net';

const connections = 16;
const patients = 500;

/** Sends messages with one result each to an MLLP port, as many analyzers do; returns when each is acknowledged. */
export async function sendResults(port: number, count: number): Promise<void> {
  let next = 0;
  const analyzer = async (): Promise<void> => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    while (next < count) {
      const at = next;
      next += 1;
      socket.write(`\x0b${message(at)}\x1c\r`);
      let answer = '';
      while (!answer.includes('\x1c')) {
        const [chunk] = (await once(socket, 'data')) as [Buffer];
        answer += chunk.toString('latin1');
      }
      if (!answer.includes('MSA|AA|')) {
        throw new Error(`Not taken: ${answer}`);
      }
    }
    socket.end();
  };
  await Promise.all(Array.from({ length: connections }, analyzer));
}

function message(at: number): string {
  return [
    String.raw`MSH|^~\&|CHEM-200|RIVERSIDE|AGENT|RIVERSIDE|20260914083012+0200||ORU^R01^ORU_R01|B${at}|P|2.5.1`,
    `PID|1||RC-${at % patients}^^^RIVERSIDE^MR`,
    `OBR|1||F-${at}|24323-8^Metabolic panel^LN|||20260914074500+0200`,
    'OBX|1|NM|2345-7^Glucose^LN||96|mg/dL^^UCUM|70-105|N|||F',
    '',
  ].join('\r');
}
