import { messageText } from './message-text.ts';
import type { SocketHandler } from './socket-handler.ts';

/** `/ws/echo` sends back what it is sent, so that a client can try its connection. */
export const echoSocket: SocketHandler = (_tenant, socket) => {
  socket.on('message', (data) => socket.send(messageText(data)));
  return () => undefined;
};
