import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CpuUsage, Served } from './served.ts';

const requests = 1500;
const atOnce = 16;

/** One kind of request, sent again and again. */
export type Load = Readonly<{ what: string; url: string; init: RequestInit }>;

/** Starts a server in a process of its own: a file of this folder with its arguments. */
export async function start(
  file: string,
  ...args: readonly string[]
): Promise<{ child: ChildProcess; baseUrl: string }> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args);
  const { baseUrl } = await nextMessage<Served>(child);
  return { child, baseUrl };
}

/** CPU time of the server for one request, in microseconds, once it is warm. */
export async function cpuOf(child: ChildProcess, load: Load): Promise<number> {
  await send(load, 200);
  const before = await cpuUsage(child);
  await send(load, requests);
  return ((await cpuUsage(child)) - before) / requests;
}

/** Sends a request so many times, 16 at once. */
export async function send({ url, init }: Load, count: number): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const response = await fetch(url, init);
      await response.arrayBuffer();
      if (!response.ok) {
        throw new Error(`${url} answered ${response.status}`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function cpuUsage(child: ChildProcess): Promise<number> {
  child.send('cpu');
  return (await nextMessage<CpuUsage>(child)).microseconds;
}

/** Waits for what a child process sends next. */
export async function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  const [message] = (await once(child, 'message')) as [Message];
  return message;
}
