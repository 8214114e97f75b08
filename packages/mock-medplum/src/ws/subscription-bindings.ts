import { badRequest } from '@medplum/core';
import type { WebSocket } from 'ws';
import { handshakeBundle } from '#subscriptions/status-bundle.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { verifyToken } from '#token/verify-token.ts';

/** The Subscriptions that a socket is bound to. */
export type SubscriptionBindings = Readonly<{
  bind: (token: string) => Promise<void>;
  unbind: (token: string) => Promise<void>;
  subscriptionIds: () => readonly string[];
  close: () => void;
}>;

/** Makes the bindings of a socket that has just been opened. */
export function createSubscriptionBindings(
  tenant: Tenant,
  socket: WebSocket,
  remoteAddress: string,
): SubscriptionBindings {
  const dropById = new Map<string, () => void>();
  const send = (message: object): void => socket.send(JSON.stringify(message));

  async function bind(token: string): Promise<void> {
    const id = await readSubscriptionId(tenant, socket, token);
    if (id && socket.readyState === socket.OPEN && tenant.store.get('Subscription', id)) {
      drop(id);
      dropById.set(id, tenant.subscribers.bind(id, { token, remoteAddress, send }));
      send(handshakeBundle(tenant, id));
    }
  }

  function drop(id: string): void {
    dropById.get(id)?.();
    dropById.delete(id);
  }

  return {
    bind,
    unbind: async (token) => drop((await readSubscriptionId(tenant, socket, token)) ?? ''),
    subscriptionIds: () => [...dropById.keys()],
    close: () => {
      const ids = [...dropById.keys()];
      ids.forEach(drop);
      ids.forEach((id) => forget(tenant, id));
    },
  };
}

/** Medplum keeps a Subscription of type `websocket` for as long as a socket is bound to it. */
function forget(tenant: Tenant, id: string): void {
  const { store, subscribers, random, clock } = tenant;
  const isBound = [...subscribers.of(id)].length > 0;
  if (!isBound && store.get('Subscription', id)?.channel.type === 'websocket') {
    store.remove('Subscription', id, { versionId: random.uuid(), lastUpdated: clock().toISOString() });
  }
}

/** Tells the client what is wrong with its token. One that is no binding token costs it the connection. */
async function readSubscriptionId(tenant: Tenant, socket: WebSocket, token: string): Promise<string | undefined> {
  const claims = await verifyToken(tenant, token);
  if (!claims) {
    socket.send(JSON.stringify(badRequest('Token failed to validate. Check token expiry.')));
    return undefined;
  }
  const { subscription_id: id } = claims;
  if (typeof id === 'string') {
    return id;
  }
  const text = 'Token claims missing subscription_id. Make sure you are sending the correct token.';
  socket.send(JSON.stringify(badRequest(text)), () => socket.terminate());
  return undefined;
}
