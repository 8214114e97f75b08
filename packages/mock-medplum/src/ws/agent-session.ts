import type { Agent } from '@medplum/fhirtypes';
import { tokenCaller } from '#caller/token-caller.ts';
import { createFhirContext } from '#fhir/exchange/create-fhir-context.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { AgentMessage } from './agent-message.ts';

/** Whom a socket of `/ws/agent` belongs to. */
export type AgentSession = Readonly<{
  /** The agent that the socket last asked to be; what it may do is decided for each message. */
  askedId: () => string | undefined;
  /** The agent that the socket was let in as. */
  connectedId: () => string | undefined;
  /** @throws Error with what Medplum tells the agent. */
  connect: (message: AgentMessage) => Promise<void>;
  close: () => void;
}>;

/** Makes the session of a socket that has just been opened. */
export function createAgentSession(
  tenant: Tenant,
  remoteAddress: string,
  send: (message: object) => void,
): AgentSession {
  let askedId: string | undefined;
  let connected: Readonly<{ id: string; disconnect: () => void }> | undefined;

  async function connect({ accessToken, agentId }: AgentMessage): Promise<void> {
    if (!accessToken) {
      throw new Error('Missing access token');
    }
    if (!agentId) {
      throw new Error('Missing agent ID');
    }
    askedId = agentId;
    const caller = await tokenCaller(tenant, accessToken, remoteAddress);
    if (!caller) {
      throw new Error('Invalid access token');
    }
    const { id } = await new TenantRepository(createFhirContext(tenant, caller)).readResource<Agent>('Agent', agentId);
    connected?.disconnect();
    connected = { id, disconnect: tenant.agents.connect(id, send) };
    send({ type: 'agent:connect:response' });
  }

  return {
    askedId: () => askedId,
    connectedId: () => connected?.id,
    connect,
    close: () => connected?.disconnect(),
  };
}
