import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { describeFailure } from './failure.ts';
import { listen } from './listen.ts';

const variable = 'DEVICE_AGENT_MLLP_PORT';

function server() {
  const created = createServer();
  onTestFinished(() => void created.close());
  return created;
}

test('listening, on port 0, takes a free port on the loopback address and says which', async () => {
  const taken = server();

  const port = await listen(taken, { port: 0, variable });

  expect(taken.address()).toEqual({ address: '127.0.0.1', family: 'IPv4', port });
});

test('listening, on a port that is taken, says which variable to change and ends with 69', async () => {
  const port = await listen(server(), { port: 0, variable });

  const failure = await listen(server(), { port, variable }).catch(describeFailure);

  expect(failure).toEqual({
    exitCode: 69,
    line: `device-agent: Port ${port} is taken: stop what uses it, or set DEVICE_AGENT_MLLP_PORT\n`,
  });
});

test('listening, on an address that this machine does not have, says which variable to change', async () => {
  // TEST-NET-1 (RFC 5737) belongs to no machine.
  const place = { port: 0, address: '192.0.2.1', variable };

  await expect(listen(server(), place)).rejects.toThrow('does not have the address in DEVICE_AGENT_MLLP_ADDRESS');
});
