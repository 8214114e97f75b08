import { type RequestHandler, Router } from 'express';
import { executeBot } from '#bots/execute-bot.ts';
import { textBodies } from '#bots/text-bodies.ts';
import { sendBotResult } from '#fhir/bot/send-bot-result.ts';
import { contextOf } from '#http/request-context.ts';
import { TextError } from '#http/text-error.ts';
import { readReference, readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** `/webhook`: Bots that anybody may call. */
export function webhookRoutes(tenant: Tenant): Router {
  return Router().post('/:id', textBodies, webhook(tenant));
}

/**
 * `POST /webhook/:membershipId` runs the Bot of a membership for a caller whom nobody knows. The Bot has to say
 * `publicWebhook` and its membership has to have a policy: then the Bot itself checks who calls, by a signature.
 */
function webhook(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    const runAs = readResource(tenant.store, 'ProjectMembership', String(request.params['id']));
    if (!runAs.profile.reference?.startsWith('Bot/')) {
      throw new TextError('ProjectMembership must be for a Bot resource', 403);
    }
    if (!runAs.access && !runAs.accessPolicy) {
      throw new TextError('ProjectMembership must have an Access Policy', 403);
    }
    const bot = readReference(tenant.store, runAs.profile);
    if (bot.resourceType !== 'Bot' || !bot.publicWebhook) {
      throw new TextError('Bot is not configured for public webhook access', 403);
    }
    const result = await executeBot(tenant, {
      bot,
      runAs,
      input: request.body as unknown,
      contentType: request.get('content-type'),
      headers: request.headers,
      request: contextOf(response),
    });
    sendBotResult(request, response, result);
  };
}
