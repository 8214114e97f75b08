import type { WebSocket } from 'ws';
import type { Tenant } from '#tenant/tenant.ts';

/** Serves one connection. Returns what to do at each heartbeat. */
export type SocketHandler = (tenant: Tenant, socket: WebSocket, remoteAddress: string) => () => void;
