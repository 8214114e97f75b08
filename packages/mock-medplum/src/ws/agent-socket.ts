import { normalizeErrorString } from '@medplum/core';
import type { RawData } from 'ws';
import { safely } from '#http/safely.ts';
import { serverVersion } from '#http/server-version.ts';
import { parseJson } from '#json/parse-json.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { AgentMessage } from './agent-message.ts';
import { type AgentSession, createAgentSession } from './agent-session.ts';
import { messageText } from './message-text.ts';
import type { SocketHandler } from './socket-handler.ts';
import { transmit } from './transmit.ts';

/**
 * `/ws/agent`, where an agent waits for messages and hands over those of its devices. Each message carries its own
 * token; what goes wrong is told by `agent:error`, and the socket stays open.
 */
export const agentSocket: SocketHandler = (tenant, socket, remoteAddress) => {
  const send = (message: object): void => socket.send(JSON.stringify(message));
  const session = createAgentSession(tenant, remoteAddress, send);

  async function answerText(data: RawData): Promise<void> {
    const reply = await answer(tenant, session, parseJson(messageText(data)) as AgentMessage, remoteAddress);
    if (reply) {
      send(reply);
    }
  }

  const refuse = safely(tenant.log, (error: unknown) =>
    send({ type: 'agent:error', body: normalizeErrorString(error) }),
  );

  socket.on('message', (data) => void answerText(data).catch(refuse));
  socket.on('close', safely(tenant.log, session.close));
  return () => {
    if (session.connectedId()) {
      send({ type: 'agent:heartbeat:request' });
    }
  };
};

/** Does what a message asks for. Returns what is to be sent, and throws what Medplum tells the agent. */
async function answer(
  tenant: Tenant,
  session: AgentSession,
  message: AgentMessage,
  remoteAddress: string,
): Promise<object | undefined> {
  switch (message.type) {
    case 'connect':
    case 'agent:connect:request':
      await session.connect(message);
      return undefined;
    case 'agent:heartbeat:request':
      return { type: 'agent:heartbeat:response', version: serverVersion };
    case 'agent:heartbeat:response':
      tenant.agents.heard(session.connectedId() ?? '', message.version ?? 'unknown');
      return undefined;
    case 'transmit':
    case 'agent:transmit:request':
      return transmit(tenant, message, { agentId: session.askedId(), remoteAddress });
    case 'agent:transmit:response':
    case 'agent:reloadconfig:response':
    case 'agent:upgrade:response':
    case 'agent:logs:response':
    case 'agent:stats:response':
    case 'agent:error':
      tenant.agents.reply(message.callback ?? '', message);
      return undefined;
    default:
      throw new Error(`Unknown message type: ${message.type}`);
  }
}
