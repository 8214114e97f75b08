import { allOk, ContentType, resolveId } from '@medplum/core';
import type { Bot } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { hasBots } from '#bots/execute-bot.ts';
import { storeBinary } from '#fhir/binary/store-binary.ts';
import { openContext } from '#fhir/exchange/open-context.ts';
import { callerOf } from '#http/caller-of.ts';
import { badRequestError } from '#http/fhir-errors.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

const Body = z.object({ code: z.string().min(1), filename: z.string().default('index.js') });

/** `POST Bot/:id/$deploy`: keeps the code as a Binary of the caller's and makes the Bot run it from now on. */
export function deploy(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    const caller = callerOf(response);
    const context = openContext(tenant, response);
    const repository = new TenantRepository(context);
    const bot = await repository.readResource<Bot>('Bot', String(request.params['id']));
    const { data } = Body.safeParse(request.body);
    if (!data) {
      throw badRequestError('Missing code');
    }
    const project = readResource(tenant.store, 'Project', resolveId(caller.membership.project) ?? '');
    if (!hasBots(project)) {
      throw badRequestError('Bots not enabled');
    }
    const binary = storeBinary(context, { contentType: ContentType.JAVASCRIPT }, Buffer.from(data.code));
    const executableCode = {
      contentType: ContentType.JAVASCRIPT,
      url: `Binary/${binary.id}`,
      title: data.filename,
    };
    await repository.updateResource<Bot>({ ...readResource(tenant.store, 'Bot', bot.id), executableCode });
    sendOutcome(response, allOk);
  };
}
