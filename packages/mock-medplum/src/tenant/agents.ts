import type { Clock } from './clock.ts';

/** What is known of an agent's connection, in the words of `Agent/$status`. */
export type AgentStatus = Readonly<{
  status: 'unknown' | 'connected' | 'disconnected';
  version: string;
  lastUpdated?: string;
}>;

/** What an agent is sent: its type says what to do. */
export type AgentOrder = Readonly<{ type: string; callback?: string }>;

/** The reply of an agent. Its members are not validated. */
export type AgentReply = Readonly<{ type: string; statusCode?: number; contentType?: string; body?: string }>;

/** A tenant's agents, by the id of their Agent resource. */
export type Agents = Readonly<{
  /** Adds a socket to an agent. Returns how to take it away. */
  connect: (agentId: string, deliver: (message: AgentOrder) => void) => () => void;
  /** Sends to every socket of an agent. When there is none, the message is lost, as in Medplum. */
  send: (agentId: string, message: AgentOrder) => void;
  status: (agentId: string) => AgentStatus;
  /** Records the version that an agent sends with its heartbeat. */
  heard: (agentId: string, version: string) => void;
  /** Waits for the reply to a message that names `callback`; undefined when none comes in time. */
  awaitReply: (callback: string, milliseconds: number) => Promise<AgentReply | undefined>;
  /** Hands a reply to whoever waits for it. */
  reply: (callback: string, message: AgentReply) => void;
}>;

/** Medplum forgets an agent a day after it last heard of it. */
const rememberedMs = 86_400_000;

/** Makes an empty list of agents. */
export function createAgents(clock: Clock): Agents {
  const socketsByAgent = new Map<string, Set<(message: AgentOrder) => void>>();
  const statusByAgent = new Map<string, AgentStatus>();
  const waiting = new Map<string, (reply: AgentReply) => void>();

  function status(agentId: string): AgentStatus {
    const known = statusByAgent.get(agentId);
    const isRecent = known?.lastUpdated && clock().getTime() - Date.parse(known.lastUpdated) < rememberedMs;
    return known && isRecent ? known : { status: 'unknown', version: 'unknown' };
  }

  function note(agentId: string, change: Partial<AgentStatus>): void {
    statusByAgent.set(agentId, { ...status(agentId), ...change, lastUpdated: clock().toISOString() });
  }

  return {
    connect: (agentId, deliver) => {
      const sockets = socketsByAgent.get(agentId) ?? new Set();
      socketsByAgent.set(agentId, sockets.add(deliver));
      note(agentId, { status: 'connected' });
      return () => {
        sockets.delete(deliver);
        note(agentId, { status: 'disconnected' });
      };
    },
    send: (agentId, message) => socketsByAgent.get(agentId)?.forEach((deliver) => deliver(message)),
    status,
    heard: (agentId, version) => note(agentId, { status: 'connected', version }),
    awaitReply: async (callback, milliseconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => settle(undefined), milliseconds);
        function settle(reply: AgentReply | undefined): void {
          clearTimeout(timer);
          waiting.delete(callback);
          resolve(reply);
        }
        waiting.set(callback, settle);
      }),
    reply: (callback, message) => waiting.get(callback)?.(message),
  };
}
