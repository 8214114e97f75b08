import { spawnSync } from 'node:child_process';

/** Specs that need a program which this machine does not have. `npm test` says at its end which did not run. */
export const specsWithoutProgram = spawnSync('redis-server', ['--version']).error ? ['**/*.redis-server.spec.ts'] : [];
