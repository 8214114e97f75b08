import { createDemoProject } from '@auth-patterns/demo-project';
import { startMockMedplum } from '@auth-patterns/mock-medplum';
import express from 'express';

export type Served = Readonly<{ baseUrl: string }>;
export type CpuUsage = Readonly<{ microseconds: number }>;

// A process of its own, so that its CPU time can be told from that of the load.
async function serve(kind: string | undefined): Promise<string> {
  if (kind === 'mock-medplum') {
    return (await startMockMedplum({ project: createDemoProject() })).baseUrl;
  }
  const app = express();
  app.all('/{*path}', (_, response) => void response.json({ ok: true }));
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
    });
  });
}

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ microseconds: user + system } satisfies CpuUsage);
});
process.on('disconnect', () => process.exit());
process.send?.({ baseUrl: await serve(process.argv[2]) } satisfies Served);
