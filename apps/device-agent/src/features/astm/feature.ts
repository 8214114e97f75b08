import type { Socket } from 'node:net';
import { listen } from '#commands/listen.ts';
import type { Feature, Input, InputContext } from '#feature';
import { createAstmServer } from './astm-server.ts';
import { listenVariables, readAstmSettings, type AstmSettings } from './settings.ts';

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
      const { port, address } = settings;
      return { astm: `${address}:${await listen(server, { port, address, ...listenVariables })}` };
    },
    stop: async () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}
