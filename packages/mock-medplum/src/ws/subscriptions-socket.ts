import { safely } from '#http/safely.ts';
import { parseJson } from '#json/parse-json.ts';
import { heartbeatBundle } from '#subscriptions/status-bundle.ts';
import { messageText } from './message-text.ts';
import type { SocketHandler } from './socket-handler.ts';
import { createSubscriptionBindings, type SubscriptionBindings } from './subscription-bindings.ts';

type ClientMessage = Readonly<{ type?: unknown; payload?: Readonly<{ token?: unknown }> }> | null;

/** `/ws/subscriptions-r4`, where a socket is bound to Subscriptions by tokens. What it does not know, it ignores. */
export const subscriptionsSocket: SocketHandler = (tenant, socket, remoteAddress) => {
  const bindings = createSubscriptionBindings(tenant, socket, remoteAddress);
  const send = (message: object): void => socket.send(JSON.stringify(message));

  socket.on('message', (data) => {
    answer(bindings, messageText(data), send).catch((error: unknown) => {
      tenant.log({ event: 'message not understood', path: '/ws/subscriptions-r4', error: String(error) });
    });
  });
  socket.on('close', safely(tenant.log, bindings.close));
  return () => {
    const ids = bindings.subscriptionIds();
    if (ids.length > 0) {
      send(heartbeatBundle(tenant, ids));
    }
  };
};

async function answer(bindings: SubscriptionBindings, text: string, send: (message: object) => void): Promise<void> {
  const message = parseJson(text) as ClientMessage;
  const token = message?.payload?.token;
  if (message?.type === 'ping') {
    send({ type: 'pong' });
  } else if (message?.type === 'bind-with-token' && typeof token === 'string') {
    await bindings.bind(token);
  } else if (message?.type === 'unbind-from-token' && typeof token === 'string') {
    await bindings.unbind(token);
  }
}
