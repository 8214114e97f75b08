import type { RawData } from 'ws';
import { safely } from '#http/safely.ts';
import { messageText } from './message-text.ts';
import type { SocketHandler } from './socket-handler.ts';

/** `/ws/echo` sends back what it is sent, so that a client can try its connection. */
export const echoSocket: SocketHandler = (tenant, socket) => {
  socket.on(
    'message',
    safely(tenant.log, (data: RawData) => socket.send(messageText(data))),
  );
  return () => undefined;
};
