import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { encodeFrame } from '#mllp/frame.ts';
import { agentEnv, emptied, startAgent } from '#test/agent-process.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { messageOf } from './analyzer.ts';
import { openClinic } from './clinic.ts';
import type { Outcome, StoryOptions } from './story.ts';

const connections = 16;
const patients = 2000;

/** Many messages, each acknowledged and each stored once, and what the agent's memory does meanwhile. */
export async function manyMessages({ messages }: StoryOptions): Promise<Outcome> {
  await using clinic = await openClinic();
  using folder = temporaryFolder();
  await using agent = await startAgent(agentEnv(clinic.mock.baseUrl, folder.path));
  const acknowledged: string[] = [];
  const memory: number[] = [];
  let next = 0;
  async function analyzer(): Promise<void> {
    const socket = await open(agent.mllpPort);
    while (next < messages) {
      const id = `N-${next}`;
      if (next % Math.ceil(messages / 5) === 0) {
        memory.push(residentMiB(agent.pid));
      }
      next += 1;
      if ((await exchange(socket, messageOf(id, patients))).includes('MSA|AA|')) {
        acknowledged.push(id);
      }
    }
    socket.end();
  }
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, analyzer));
  const takenAt = performance.now();
  await emptied(agent.statusUrl, 3_600_000);
  memory.push(residentMiB(agent.pid));
  const seconds = [takenAt - startedAt, performance.now() - takenAt].map((ms) => Math.round(ms / 1000));
  const note = `taken in ${seconds[0]} s, the rest sent in ${seconds[1]} s; memory ${memory.join(', ')} MiB`;
  return clinic.compare(acknowledged, note);
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

async function exchange(socket: Socket, body: Uint8Array): Promise<string> {
  socket.write(encodeFrame(body));
  let answer = '';
  while (!answer.includes('\x1c')) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    answer += chunk.toString('latin1');
  }
  return answer;
}

/** Memory of a process that is in use, in MiB. */
function residentMiB(pid: number): number {
  return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024);
}
