import type { Request } from 'express';
import type { Parameters } from '#http/parameters.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** A token request: its form, and the request that it came in. */
export type TokenRequest = Readonly<{ tenant: Tenant; request: Request; parameters: Parameters }>;
