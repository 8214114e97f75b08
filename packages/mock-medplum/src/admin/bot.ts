import { createReference, ContentType } from '@medplum/core';
import type { Binary, Bot } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { createMembership } from '#accounts/create-membership.ts';
import { callerOf } from '#http/caller-of.ts';
import { readBody } from '#http/read-body.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { callerRepository } from './caller-repository.ts';
import { reference } from './reference-field.ts';

const fileName = 'index.ts';

const firstCode = `import type { BotEvent, MedplumClient } from '@medplum/core';

export async function handler(medplum: MedplumClient, event: BotEvent): Promise<unknown> {
  return event.input;
}
`;

const botBody = z.object({
  name: z.string('Bot name is required').min(1, 'Bot name is required'),
  description: z.string().nullish(),
  runtimeVersion: z.string().nullish(),
  accessPolicy: reference.nullish(),
});

/** `POST /admin/projects/:projectId/bot`: makes a Bot in the caller's own project, with a source that does nothing yet. */
export function createBot(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    const { name, description, runtimeVersion, accessPolicy } = readBody(tenant, request, botBody);
    const repository = callerRepository(tenant, response);
    const contentType = ContentType.TYPESCRIPT;
    const data = Buffer.from(firstCode).toString('base64');
    const source = await repository.createResource<Binary>({ resourceType: 'Binary', contentType, data });
    const bot = await repository.createResource<Bot>({
      resourceType: 'Bot',
      name,
      ...(description && { description }),
      runtimeVersion: (runtimeVersion ?? 'awslambda') as NonNullable<Bot['runtimeVersion']>,
      sourceCode: { contentType, title: fileName, url: createReference(source).reference },
    });
    const { project } = callerOf(response);
    createMembership(tenant, project, { user: bot, profile: bot }, accessPolicy ? { accessPolicy } : {});
    response.status(201).json(bot);
  };
}
