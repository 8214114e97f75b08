import type { Usage } from './agent-process.ts';

// Loaded into a process that is measured, before its own code.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ microseconds: user + system, mebibytes: process.memoryUsage.rss() / 1_048_576 } satisfies Usage);
});
process.channel?.unref();
