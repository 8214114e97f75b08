import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { sendMessage } from './send-message.ts';

async function listenerThat(answers: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    answers(socket);
  });
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test('MLLP sender, when nobody listens, says that there was no acknowledgment', async () => {
  const sending = sendMessage({ port: 1, body: Buffer.from('x'), timeoutMs: 5000 });

  await expect(sending).rejects.toThrow('connection to port 1 failed: ECONNREFUSED');
});

test('MLLP sender, when the peer answers nothing, gives up after its time', async () => {
  const port = await listenerThat((socket) => socket.resume());

  const sending = sendMessage({ port, body: Buffer.from('x'), timeoutMs: 20 });

  await expect(sending).rejects.toThrow('no acknowledgment within 0.02 s');
});

test('MLLP sender, when the answer is of another protocol, says so', async () => {
  const port = await listenerThat((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));

  const sending = sendMessage({ port, body: Buffer.from('x'), timeoutMs: 5000 });

  await expect(sending).rejects.toThrow('the answer is no HL7 acknowledgment');
});
