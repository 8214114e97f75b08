import { once } from 'node:events';
import { OperationOutcomeError } from '@medplum/core';
import { badRequestError } from '#http/fhir-errors.ts';
import type { SandboxWork } from '#tenant/bot-sandbox.ts';
import { createForwarder } from './create-forwarder.ts';
import { readLines } from './read-lines.ts';
import type { SandboxLimits } from './sandbox-limits.ts';
import { readSandboxMessage, type SandboxMessage } from './sandbox-message.ts';
import { firstLine } from './sandbox-program.ts';
import { type SandboxProcess, spawnSandbox } from './spawn-sandbox.ts';
import { watchMemory } from './watch-memory.ts';

/** Runs code in a process of its own. Whatever happens, the process is gone when this returns or throws. */
export async function runInSandbox(work: SandboxWork, limits: SandboxLimits, stop: AbortSignal): Promise<unknown> {
  stop.throwIfAborted();
  const child = spawnSandbox(limits);
  const closed = once(child, 'close');
  const ended = new AbortController();
  // The process also ends when this one exits without closing the mock.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    return await converse(child, { work, limits, stop, ended: ended.signal });
  } finally {
    ended.abort();
    kill();
    await closed.catch(() => undefined);
    process.off('exit', kill);
  }
}

type Conversation = Readonly<{ work: SandboxWork; limits: SandboxLimits; stop: AbortSignal; ended: AbortSignal }>;

async function converse(child: SandboxProcess, { work, limits, stop, ended }: Conversation): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (text: string): void => reject(badRequestError(text));
    const forward = createForwarder({ child, tenant: work.tenant, limits, signal: ended });
    const startTimer = setTimeout(() => fail('Bot did not start in time'), limits.startMs);
    ended.addEventListener('abort', () => clearTimeout(startTimer));
    stop.addEventListener('abort', () => reject(stop.reason as Error), { signal: ended });
    child.once('error', (error) => fail(`Bot cannot be started: ${error.message}`));
    child.once('close', () => fail('Bot ended without an answer'));
    child.stdin.on('error', () => undefined);
    void watchMemory({ pid: child.pid ?? 0, limitBytes: limits.residentBytes, signal: ended }, () =>
      fail('Bot used too much memory'),
    );

    function begin(): void {
      clearTimeout(startTimer);
      const ms = work.timeoutSeconds * 1000;
      const timer = setTimeout(() => fail(`Script execution timed out after ${ms}ms`), ms);
      ended.addEventListener('abort', () => clearTimeout(timer));
      child.stdin.write(`${JSON.stringify({ type: 'run', code: work.code, ...work.order })}\n`);
    }

    const answers: { [T in SandboxMessage['type']]: (message: Extract<SandboxMessage, { type: T }>) => void } = {
      started: runOnce(begin),
      log: ({ line }) => work.log(line),
      fetch: forward,
      returned: ({ value }) => resolve(value),
      threw: ({ outcome }) => reject(new OperationOutcomeError(outcome)),
    };
    readLines(child.stdout, {
      limits,
      onLine: (line) => {
        const message = readSandboxMessage(line);
        if (message) {
          answers[message.type](message as never);
        } else {
          fail('Bot sent what is no message');
        }
      },
      onTooMuch: () => fail('Bot sent too much'),
    });
    child.stdin.write(`${firstLine()}\n`);
  });
}

function runOnce(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) {
      isDone = true;
      run();
    }
  };
}
