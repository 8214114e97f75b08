import { execFile } from 'node:child_process';
import type { Outside, Ran } from './outside.ts';

const timeoutMs = 60_000;

/** Runs a program and keeps what it says. */
export const runProgram: Outside['run'] = (command, args, { cwd, env }) =>
  new Promise<Ran>((resolve) => {
    execFile(command, args, { cwd, env, timeout: timeoutMs, encoding: 'utf8' }, (error, stdout) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 127;
      resolve({ code, stdout });
    });
  });
