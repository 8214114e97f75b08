import { Operator } from '@medplum/core';
import type { Bot, ProjectMembership } from '@medplum/fhirtypes';
import type { Request, RequestHandler, Response } from 'express';
import { type BotResult, executeBot } from '#bots/execute-bot.ts';
import { findProfileMembership } from '#caller/find-membership.ts';
import { openContext } from '#fhir/exchange/open-context.ts';
import { callerOf } from '#http/caller-of.ts';
import { badRequestError, notFoundError } from '#http/fhir-errors.ts';
import { contextOf } from '#http/request-context.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import type { Caller } from '#tenant/caller.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { executeLater } from './execute-later.ts';
import { sendBotResult } from './send-bot-result.ts';

/**
 * `Bot/:id/$execute` and `Bot/$execute?identifier=`, by POST or GET. The caller needs no more than to read the Bot: it
 * runs as its own membership, unless it says `runAsUser`.
 */
export function execute(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    const bot = await readAskedBot(tenant, request, response);
    const run = async (): Promise<BotResult> => runAsked(tenant, bot, request, response);
    if (request.get('prefer') === 'respond-async') {
      await executeLater(tenant, request, response, run);
    } else {
      sendBotResult(request, response, await run());
    }
  };
}

async function runAsked(tenant: Tenant, bot: Bot, request: Request, response: Response): Promise<BotResult> {
  const caller = callerOf(response);
  return executeBot(tenant, {
    bot,
    runAs: membershipOf(tenant, bot, caller),
    requester: caller.membership.profile,
    input: request.method === 'POST' ? (request.body as unknown) : request.query,
    contentType: request.get('content-type'),
    headers: request.headers,
    request: contextOf(response),
  });
}

/** Finds the Bot as the caller, who must be allowed to read it, and returns it as the server sees it. */
async function readAskedBot(tenant: Tenant, request: Request, response: Response): Promise<Bot> {
  const repository = new TenantRepository(openContext(tenant, response));
  const { id } = request.params;
  const { identifier } = request.query;
  if (typeof id === 'string') {
    await repository.readResource('Bot', id);
    return readResource(tenant.store, 'Bot', id);
  }
  if (typeof identifier !== 'string' || identifier === '') {
    throw badRequestError('Must specify bot ID or identifier.');
  }
  const filters = [{ code: 'identifier', operator: Operator.EQUALS, value: identifier }];
  const found = await repository.searchOne<Bot>({ resourceType: 'Bot', filters });
  if (!found) {
    throw notFoundError();
  }
  return readResource(tenant.store, 'Bot', found.id);
}

function membershipOf(tenant: Tenant, bot: Bot, caller: Caller): ProjectMembership {
  const own = findProfileMembership(tenant.store, bot.meta?.project ?? '', `Bot/${bot.id}`);
  return bot.runAsUser ? caller.membership : (own ?? caller.membership);
}
