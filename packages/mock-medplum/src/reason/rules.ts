/**
 * Which rule each of Medplum's sentences stands for, the more special one first. The sentences are those on the wire, so
 * a refusal that is added later is explained as soon as it says what Medplum says.
 */
const rulesByText: readonly (readonly [pattern: RegExp, rule: string])[] = [
  [/^Unauthorized$/, 'RFC 6750 §3.1'],
  [/^Unsupported content type$/, 'RFC 6749 §4.1.3'],
  [/grant_type$/, 'RFC 6749 §5.2'],
  [/^(Invalid|Missing) (client|client_id|client_secret|secret|authorization header)$/, 'RFC 6749 §2.3.1'],
  [/client assertion|^Invalid JWT|assertion/i, 'RFC 7523 §3'],
  [/subject_token|token exchange|subject token/i, 'RFC 8693 §2.1'],
  [/code[ _](verifier|challenge)|verification context/i, 'RFC 7636 §4'],
  [/^(Invalid|Missing) code$|^Token already granted$|^Code expired$/, 'RFC 6749 §4.1.2'],
  [/refresh token|^Invalid token$/i, 'RFC 6749 §6'],
  [/^Token revoked$/, 'RFC 7009 §2'],
  [/redirect_uri|redirect URI/i, 'RFC 6749 §3.1.2'],
  [/scope/i, 'RFC 6749 §3.3'],
  [/response type/i, 'RFC 6749 §3.1.1'],
  [/request parameter$/, 'OpenID Connect Core 1.0 §6.1'],
  [/^Login required$/, 'OpenID Connect Core 1.0 §3.1.2.6'],
  [/^(Invalid )?aud/i, 'SMART App Launch 2.2, aud'],
  [/launch/i, 'SMART App Launch 2.2, launch'],
  [/^Profile not active$/, 'ProjectMembership.active'],
  [/IP address/, 'AccessPolicy.ipAccessRule'],
  [/access policy configuration/, 'ProjectMembership.accessPolicy'],
  [/password|^User not found$|email/i, 'Medplum sign-in'],
  [/Too Many Requests/i, 'Medplum rate limits'],
  [/^Forbidden$/, 'AccessPolicy'],
  [/Precondition/i, 'FHIR R4 http §3.1.0.5.2 (If-Match)'],
  [/^Multiple/i, 'FHIR R4 http §3.1.0.8.1 (conditional interactions)'],
  [/^Gone$/, 'FHIR R4 http §3.1.0.7 (delete)'],
  [/^Not found$/i, 'FHIR R4 http §3.1.0.2 (read)'],
];

/** Finds the rule behind what an answer says. */
export function ruleOfText(text: string): string {
  return rulesByText.find(([pattern]) => pattern.test(text))?.[1] ?? 'Medplum 5.1.29';
}

const rulesByStatus: Readonly<Record<number, string>> = {
  400: 'RFC 9110 §15.5.1',
  401: 'RFC 6750 §3.1',
  403: 'AccessPolicy',
  404: 'RFC 9110 §15.5.5',
  405: 'RFC 9110 §15.5.6',
  409: 'RFC 9110 §15.5.10',
  410: 'FHIR R4 http §3.1.0.7 (delete)',
  412: 'FHIR R4 http §3.1.0.5.2 (If-Match)',
  413: 'Medplum maxJsonSize',
  415: 'RFC 9110 §15.5.16',
  429: 'Medplum rate limits',
};

/** Finds the rule behind a status alone. */
export function ruleOfStatus(status: number, path: string): string {
  if (status === 400 && path.includes('/fhir/R4')) {
    return 'FHIR R4 validation (§2.30)';
  }
  return rulesByStatus[status] ?? `RFC 9110 (${status})`;
}
