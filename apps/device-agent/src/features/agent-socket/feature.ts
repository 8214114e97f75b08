import type { Feature } from '#feature';
import { readVerdict } from '#hl7/read-verdict.ts';
import { MedplumError } from '#medplum/error.ts';
import type { MedplumSession } from '#medplum/sign-in.ts';
import type { QueuedMessage } from '#queue/message-queue.ts';
import type { Deliver, Delivery } from '#sender/deliver.ts';
import { openSocket, type AgentSocket, type SocketMessage } from './open-socket.ts';
import { readSocketSettings, type SocketSettings } from './settings.ts';

/** Passes messages on unchanged, over `/ws/agent`, to a Bot that makes the resources, as Medplum's own agent does. */
export const agentSocket: Feature = {
  name: 'agent-socket',
  read: (env) => {
    const settings = readSocketSettings(env);
    return settings && { deliver: (session) => createSocketDelivery(session, settings), needs };
  },
};

/** What this feature itself reads. The Bot runs with the rights of this key, so the policy has to allow what it stores too. */
const needs = () =>
  (['Agent', 'Bot'] as const).map((resourceType) => ({ resourceType, interaction: ['read' as const] }));

const timeoutMs = 30_000;

function createSocketDelivery(session: MedplumSession, { agentId, channel }: SocketSettings): Deliver {
  let socket: AgentSocket | undefined;

  async function connect(): Promise<Readonly<{ socket: AgentSocket; accessToken: string }>> {
    const { url, accessToken } = await session.withClient(async (client) => {
      // The SDK renews a token only before a request over HTTP, and nothing here makes one.
      await client.refreshIfExpired();
      return {
        url: new URL('ws/agent', client.getBaseUrl().replace(/^http/, 'ws')).href,
        accessToken: client.getAccessToken() ?? '',
      };
    });
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

  return async (messages) => deliverInTurn(messages, transmit);
}

type Transmit = (message: QueuedMessage) => Promise<SocketMessage>;

/** Ends at an outage. What the Bot has by then is recorded first: it may not know a message that it is handed twice. */
async function deliverInTurn(messages: readonly QueuedMessage[], transmit: Transmit): Promise<readonly Delivery[]> {
  const deliveries: Delivery[] = [];
  try {
    for (const message of messages) {
      // A message for several patients is handed on once, with the first of them.
      const answer = message.original ? await transmit(message) : { type: '', statusCode: 200 };
      deliveries.push(describe(message, answer));
    }
  } catch (error) {
    if (deliveries.length === 0) {
      throw error;
    }
  }
  return deliveries;
}

/**
 * When a Bot throws, the message stays in the queue. A Bot may also answer with an acknowledgment of HL7,
 * and one that says AE or AR has not taken the message, whatever the status is.
 */
function describe(message: QueuedMessage, { statusCode, body }: SocketMessage): Delivery {
  const isDone = statusCode === 200;
  const verdict = isDone && typeof body === 'string' ? readVerdict(body) : undefined;
  const isRefused = verdict === 'refused';
  const isTaken = isDone && !isRefused && verdict !== 'try-again';
  const problem = isDone ? 'asks for the message again' : `answered ${statusCode ?? 'nothing'}`;
  return {
    message,
    results: isTaken ? [{ test: 'Message', reference: 'taken by the Bot' }] : [],
    refusals: isRefused ? ['refused by the Bot: its acknowledgment is AE or AR'] : [],
    failure: isTaken || isRefused ? undefined : new MedplumError('failed', `The Bot ${problem}`),
  };
}
