import type { Provider } from 'oidc-provider';

/** One step of the provider's Koa application. */
export type Middleware = Parameters<Provider['use']>[0];

/** A request and its answer. */
export type Context = Parameters<Middleware>[0];
