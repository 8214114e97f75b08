import type { RequestHandler } from 'express';
import { z } from 'zod';
import { readBody } from '#http/read-body.ts';
import { exchangeToken } from '#oauth2/grants/token-exchange-grant.ts';
import { tokenResponse } from '#oauth2/token-response.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { issuerOf } from '#token/issuer.ts';

const optionalText = z.string().nullish();

const exchangeBody = z.object({
  externalAccessToken: z.string('Missing externalAccessToken').min(1, 'Missing externalAccessToken'),
  clientId: z.string('Missing clientId').min(1, 'Missing clientId'),
  membershipId: optionalText,
  scope: optionalText,
  nonce: optionalText,
});

/** `POST /auth/exchange`: token exchange as it was before Medplum took up RFC 8693. */
export function exchange(tenant: Tenant): RequestHandler {
  return async (request, response) => {
    const { externalAccessToken, clientId, membershipId, scope, nonce } = readBody(tenant, request, exchangeBody);
    const subject = await exchangeToken(tenant, request, {
      clientId,
      subjectToken: externalAccessToken,
      subjectTokenType: 'urn:ietf:params:oauth:token-type:access_token',
      membershipId: membershipId ?? undefined,
      scope: scope ?? undefined,
      nonce: nonce ?? undefined,
    });
    response.json(await tokenResponse(tenant, { ...subject, issuer: issuerOf(tenant, request) }));
  };
}
