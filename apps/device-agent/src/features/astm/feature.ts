import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Feature, Input, InputContext } from '#feature';
import { readVerdict } from '#hl7/read-verdict.ts';
import { createLink } from './link.ts';
import { readAstmSettings, type AstmSettings } from './settings.ts';
import { toHl7 } from './to-hl7.ts';

/** Takes results over ASTM E1381 / E1394, the protocol of older analyzers, by TCP. */
export const astm: Feature = {
  name: 'astm',
  read: (env) => {
    const settings = readAstmSettings(env);
    return settings && { input: (context) => createInput(settings, context) };
  },
};

const idleMs = 3_600_000;
const silenceMs = 60_000;

/** Answers on the loopback address only: a serial adapter or a tunnel stands in front of it. */
function createInput({ port, patientField }: AstmSettings, context: InputContext): Input {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)));
    serve(socket, (records) => take(records, patientField, context), context);
  });
  server.maxConnections = 8;
  return {
    start: async () => {
      await once(server.listen(port, '127.0.0.1'), 'listening');
      return { astm: `127.0.0.1:${(server.address() as AddressInfo).port}` };
    },
    stop: async () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
    },
  };
}

function serve(socket: Socket, takeRecords: (records: readonly string[]) => boolean, { log }: InputContext): void {
  const link = createLink(takeRecords);
  let isFirst = true;
  socket.setTimeout(silenceMs, () => socket.destroy());
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    // Whatever a browser sends begins with a letter or a TLS greeting, and is not looked at.
    if (isFirst && chunk[0] !== 0x05 && chunk[0] !== 0x04) {
      log.warn('ASTM connection closed: it does not begin with ENQ', { firstByte: chunk[0] });
      socket.destroy();
      return;
    }
    isFirst = false;
    socket.setTimeout(idleMs);
    socket.write(link.push(chunk));
  });
}

/** ASTM has no words for a mistake: NAK is all it has, after which a sender tries again and then says that it failed. */
function take(records: readonly string[], patientField: number, { receive, log }: InputContext): boolean {
  if (!records.some((record) => record.startsWith('R'))) {
    return true;
  }
  const answer = Buffer.concat(receive.message(toHl7(records, patientField), log, 'astm')).toString('latin1');
  const verdict = readVerdict(answer);
  if (verdict === 'refused') {
    log.error('ASTM message refused: its sender is told by NAK', { reason: answer.split('\r')[1]?.split('|')[3] });
  }
  return verdict === 'accepted';
}
