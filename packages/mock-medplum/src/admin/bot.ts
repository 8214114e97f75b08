import { ContentType } from '@medplum/core';
import type { Bot } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { createMembership } from '#accounts/create-membership.ts';
import { callerOf } from '#http/caller-of.ts';
import { readBody } from '#http/read-body.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { callerRepository } from './caller-repository.ts';
import { codeBinary, codeField } from './code-binary.ts';
import { reference } from './reference-field.ts';

const firstCode = `import type { BotEvent, MedplumClient } from '@medplum/core';

export async function handler(medplum: MedplumClient, event: BotEvent): Promise<unknown> {
  return event.input;
}
`;

const emptySource = {
  contentType: ContentType.TYPESCRIPT,
  title: 'index.ts',
  data: Buffer.from(firstCode).toString('base64'),
};

const botBody = z.object({
  name: z.string('Bot name is required').min(1, 'Bot name is required'),
  description: z.string().nullish(),
  runtimeVersion: z.string().nullish(),
  accessPolicy: reference.nullish(),
  sourceCode: codeField.nullish(),
});

/** `POST /admin/projects/:projectId/bot`: makes a Bot in the caller's own project, with its source, or one that does nothing yet. */
export function createBot(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    const { name, description, runtimeVersion, accessPolicy, sourceCode } = readBody(tenant, request, botBody);
    const repository = callerRepository(tenant, response);
    const source = await codeBinary(repository, sourceCode ?? emptySource);
    const bot = await repository.createResource<Bot>({
      resourceType: 'Bot',
      name,
      ...(description && { description }),
      runtimeVersion: (runtimeVersion ?? 'awslambda') as NonNullable<Bot['runtimeVersion']>,
      sourceCode: source,
    });
    const { project } = callerOf(response);
    createMembership(tenant, project, { user: bot, profile: bot }, accessPolicy ? { accessPolicy } : {});
    response.status(201).json(bot);
  };
}
