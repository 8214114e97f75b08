import { ContentType, normalizeErrorString, resolveId } from '@medplum/core';
import type { Parameters } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { openContext } from '#fhir/exchange/open-context.ts';
import { callerOf } from '#http/caller-of.ts';
import { badRequestError } from '#http/fhir-errors.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import { isOn } from '#subscriptions/notify-sockets.ts';
import type { Caller } from '#tenant/caller.ts';
import type { Tenant } from '#tenant/tenant.ts';

const lifetimeSeconds = 3600;

/**
 * `Subscription/:id/$get-ws-binding-token` gives a token that binds a socket to a Subscription which the caller can
 * read (Subscriptions R5 Backport, `$get-ws-binding-token`).
 */
export function getBindingToken(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    const caller = callerOf(response);
    if (!isOn(caller.project)) {
      throw badRequestError('WebSocket subscriptions not enabled for current project');
    }
    const id = String(request.params['id']);
    const repository = new TenantRepository(openContext(tenant, response));
    await repository.readResource('Subscription', id).catch((error: unknown) => {
      throw badRequestError(`Error reading subscription: ${normalizeErrorString(error)}`);
    });
    const expiration = new Date(tenant.clock().getTime() + lifetimeSeconds * 1000).toISOString();
    const parameters: Parameters = {
      resourceType: 'Parameters',
      parameter: [
        { name: 'token', valueString: await signToken(tenant, caller, id) },
        { name: 'expiration', valueDateTime: expiration },
        { name: 'subscription', valueString: id },
        { name: 'websocket-url', valueUrl: `${tenant.baseUrl.replace(/^http/, 'ws')}ws/subscriptions-r4` },
      ],
    };
    response.type(ContentType.FHIR_JSON).send(JSON.stringify(parameters));
  };
}

function signToken(tenant: Tenant, caller: Caller, subscriptionId: string): Promise<string> {
  const { login, membership } = caller;
  const now = Math.floor(tenant.clock().getTime() / 1000);
  const sub = resolveId(login?.user ?? membership.user);
  return tenant.keys.sign({
    aud: tenant.baseUrl,
    client_id: resolveId(login?.client),
    login_id: login?.id,
    sub,
    username: sub,
    scope: login?.scope,
    profile: membership.profile.reference,
    subscription_id: subscriptionId,
    membership_id: membership.id,
    jti: tenant.random.uuid(),
    iat: now,
    nbf: now,
    iss: tenant.baseUrl,
    exp: now + lifetimeSeconds,
  });
}
