import type { Feature } from '#feature';
import { MedplumError } from '#medplum/error.ts';
import type { MedplumSession } from '#medplum/sign-in.ts';
import type { QueuedMessage } from '#queue/message-queue.ts';
import type { Deliver, Delivery } from '#sender/deliver.ts';
import { openSocket, type AgentSocket, type SocketMessage } from './open-socket.ts';
import { readSocketSettings, type SocketSettings } from './settings.ts';

/** Hands messages on as they came, over `/ws/agent`, to a Bot that makes the resources: Medplum's own road. */
export const agentSocket: Feature = {
  name: 'agent-socket',
  read: (env) => {
    const settings = readSocketSettings(env);
    return settings && { deliver: (session) => createSocketDelivery(session, settings), needs };
  },
};

/** Besides what the Bot stores, since it runs with the rights of this key. */
const needs = () =>
  (['Agent', 'Bot'] as const).map((resourceType) => ({ resourceType, interaction: ['read' as const] }));

const timeoutMs = 30_000;

function createSocketDelivery(session: MedplumSession, { agentId, channel }: SocketSettings): Deliver {
  let socket: AgentSocket | undefined;

  async function connect(): Promise<Readonly<{ socket: AgentSocket; accessToken: string }>> {
    const { url, accessToken } = await session.withClient(async (client) => ({
      url: new URL('ws/agent', client.getBaseUrl().replace(/^http/, 'ws')).href,
      accessToken: client.getAccessToken() ?? '',
    }));
    if (!socket?.isOpen()) {
      socket = await openSocket(url, timeoutMs);
      await socket.request({ type: 'agent:connect:request', accessToken, agentId }, 'agent:connect:response');
    }
    return { socket, accessToken };
  }

  async function transmit({ key, controlId, original }: QueuedMessage): Promise<SocketMessage> {
    const { socket: open, accessToken } = await connect();
    return open.request(
      {
        type: 'agent:transmit:request',
        accessToken,
        channel,
        remote: controlId,
        contentType: original?.contentType,
        body: original?.text,
        callback: key,
      },
      'agent:transmit:response',
    );
  }

  return async (messages) => {
    const deliveries: Delivery[] = [];
    for (const message of messages) {
      // A message for several patients is handed on once, with the first of them.
      const answer = message.original ? await transmit(message) : { type: '', statusCode: 200 };
      deliveries.push(describe(message, answer));
    }
    return deliveries;
  };
}

/** A Bot that throws refuses the message; it may be parked for good, or wait for a better Bot. */
function describe(message: QueuedMessage, { statusCode }: SocketMessage): Delivery {
  const isTaken = statusCode === 200;
  const failure = isTaken ? undefined : new MedplumError('failed', `The Bot answered ${statusCode ?? 'nothing'}`);
  return {
    message,
    results: isTaken ? [{ test: 'Message', reference: 'taken by the Bot' }] : [],
    refusals: [],
    failure,
  };
}
