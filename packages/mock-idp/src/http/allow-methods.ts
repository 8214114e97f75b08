import type { Context } from './middleware.ts';
import { RequestError } from './request-error.ts';

/**
 * Refuses other methods than these.
 *
 * @throws RequestError 405 with the header `Allow`. RFC 9110 §15.5.6.
 */
export function allowMethods(ctx: Context, ...methods: readonly string[]): void {
  if (!methods.includes(ctx.method)) {
    const allow = methods.join(', ');
    throw new RequestError(405, 'method_not_allowed', `${ctx.path} takes ${allow}.`, { allow });
  }
}
