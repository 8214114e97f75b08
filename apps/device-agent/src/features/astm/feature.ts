import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import type { Feature, Input, InputContext } from '#feature';
import { createAstmServer } from './astm-server.ts';
import { readAstmSettings, type AstmSettings } from './settings.ts';

/** Takes results of analyzers that speak ASTM E1381 and E1394 over TCP. */
export const astm: Feature = {
  name: 'astm',
  read: (env) => {
    const settings = readAstmSettings(env);
    return settings && { input: (context) => createInput(settings, context) };
  },
};

function createInput(settings: AstmSettings, context: InputContext): Input {
  const server = createAstmServer({ settings, context });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    start: async () => {
      await once(server.listen(settings.port, settings.address), 'listening');
      return { astm: `${settings.address}:${(server.address() as AddressInfo).port}` };
    },
    stop: async () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}
