import { resolveId } from '@medplum/core';
import type { Reference } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';
import { issueTokens, type TokenSubject } from '#token/issue-tokens.ts';

/** Makes the answer of the token endpoint (RFC 6749 §5.1), with the context of a SMART launch (SMART App Launch §2.1). */
export async function tokenResponse(tenant: Tenant, subject: TokenSubject): Promise<object> {
  const { login, membership } = subject;
  const tokens = await issueTokens(tenant, subject);
  const launch = tenant.store.get('SmartAppLaunch', resolveId(login.launch) ?? '');
  const isPatient = membership.profile.reference?.startsWith('Patient/');
  const patient = isPatient ? resolveId(membership.profile) : contextId(launch?.patient);
  return {
    token_type: 'Bearer',
    expires_in: tokens.accessLifetimeSeconds,
    scope: login.scope,
    id_token: tokens.idToken,
    access_token: tokens.accessToken,
    refresh_token: tokens.refreshToken,
    project: membership.project,
    profile: membership.profile,
    patient,
    encounter: contextId(launch?.encounter),
    fhirContext: launch?.fhirContext,
    smart_style_url: `${tenant.baseUrl}fhir/R4/.well-known/smart-styles.json`,
    need_patient_banner: patient !== undefined,
  };
}

/** Prefers an identifier to the id, for apps of other systems. */
function contextId(reference: Reference | undefined): string | undefined {
  return reference?.identifier?.value ?? resolveId(reference);
}
