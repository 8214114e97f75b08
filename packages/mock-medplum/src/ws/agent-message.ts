import type { AgentReply } from '#tenant/agents.ts';

/** What an agent sends: the members of all its messages, none of them certain. */
export type AgentMessage = AgentReply &
  Readonly<{
    accessToken?: string;
    agentId?: string;
    version?: string;
    callback?: string;
    channel?: string;
    remote?: string;
  }>;
