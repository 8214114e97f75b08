import clients from '#data/clients.json' with { type: 'json' };
import type { ClientMetadata } from 'oidc-provider';

/** Medplum as this provider's one client, on its local port. */
export const demoIdpClients = clients as readonly ClientMetadata[];
