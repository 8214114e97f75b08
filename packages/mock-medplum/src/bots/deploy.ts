import { allOk, ContentType, resolveId } from '@medplum/core';
import type { Binary, Bot } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { z } from 'zod';

import { createFhirContext } from '#fhir/create-fhir-context.ts';
import { badRequestError } from '#fhir/fhir-errors.ts';
import { TenantRepository } from '#fhir/tenant-repository.ts';
import { callerOf } from '#http/caller-of.ts';
import { contextOf } from '#http/request-context.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

import { hasBots } from './execute-bot.ts';

const Body = z.object({ code: z.string().min(1), filename: z.string().default('index.js') });

/** `POST Bot/:id/$deploy`: keeps the code as a Binary of the caller's and makes the Bot run it from now on. */
export function deploy(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    const caller = callerOf(response);
    const { data } = Body.safeParse(request.body);
    if (!data) {
      throw badRequestError('Missing code');
    }
    const repository = new TenantRepository(createFhirContext(tenant, caller, contextOf(response)));
    const bot = await repository.readResource<Bot>('Bot', String(request.params['id']));
    const project = readResource(tenant.store, 'Project', resolveId(caller.membership.project) ?? '');
    if (!hasBots(project)) {
      throw badRequestError('Bots not enabled');
    }
    const binary = await repository.createResource<Binary>({
      resourceType: 'Binary',
      contentType: ContentType.JAVASCRIPT,
      data: Buffer.from(data.code).toString('base64'),
    });
    const executableCode = {
      contentType: ContentType.JAVASCRIPT,
      url: `Binary/${binary.id}`,
      title: data.filename,
    };
    await repository.updateResource<Bot>({ ...readResource(tenant.store, 'Bot', bot.id), executableCode });
    sendOutcome(response, allOk);
  };
}
