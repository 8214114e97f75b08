import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { describeFailure } from './failure.ts';
import { listen } from './listen.ts';

function server() {
  const created = createServer();
  onTestFinished(() => void created.close());
  return created;
}

test('listening, on port 0, takes a free port on the loopback address and says which', async () => {
  const taken = server();

  const port = await listen(taken, 0, 'DEVICE_AGENT_MLLP_PORT');

  expect(taken.address()).toEqual({ address: '127.0.0.1', family: 'IPv4', port });
});

test('listening, on a port that is taken, says which variable to change and ends with 69', async () => {
  const port = await listen(server(), 0, 'DEVICE_AGENT_MLLP_PORT');

  const failure = await listen(server(), port, 'DEVICE_AGENT_MLLP_PORT').catch(describeFailure);

  expect(failure).toEqual({
    exitCode: 69,
    line: `device-agent: Port ${port} is taken: stop what uses it, or set DEVICE_AGENT_MLLP_PORT\n`,
  });
});
