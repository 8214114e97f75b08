import { badRequest, OperationOutcomeError, type WithId } from '@medplum/core';
import type { Project, User } from '@medplum/fhirtypes';
import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import { updateAsSystem } from '#accounts/write-as-system.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** Also accepts the codes of the half minutes before and after (RFC 6238 §5.2). */
const window = 1;

/** 80 bits, as Medplum's secrets have. */
const secretBytes = 10;

/** Makes a secret for an authenticator app, in Base32. */
export function createTotpSecret(tenant: Tenant): string {
  return Secret.fromHex(tenant.random.hex(secretBytes)).base32;
}

/** Tells whether a code is that of now, by the tenant's clock. */
export function isTotpOf(tenant: Tenant, secret: string, token: string): boolean {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });
  return (
    /^\d{6}$/.test(token) && totp.validate({ token, timestamp: tenant.clock().getTime(), window: window }) !== null
  );
}

/** The key for an authenticator app: as a URI, and as an image of it. */
export type TotpEnrollment = Readonly<{ enrollUri: string; enrollQrCode: string }>;

/** Describes how a user enrols. A user without a secret gets one, and keeps it until a factor is removed. */
export function totpEnrollment(tenant: Tenant, user: WithId<User>, project: Project | undefined): TotpEnrollment {
  const secret = user.mfaSecret ?? createTotpSecret(tenant);
  if (!user.mfaSecret) {
    updateAsSystem(tenant, { ...user, mfaSecret: secret });
  }
  const enrollUri = keyUri(issuerName(project), user.email ?? user.id, secret);
  const image = Buffer.from(renderSVG(enrollUri)).toString('base64');
  return { enrollUri, enrollQrCode: `data:image/svg+xml;base64,${image}` };
}

/**
 * Returns a user's secret.
 *
 * @throws OperationOutcomeError 400 when the user never asked for one.
 */
export function totpSecretOf({ mfaSecret }: User): string {
  if (!mfaSecret) {
    throw new OperationOutcomeError(badRequest('Secret not found'));
  }
  return mfaSecret;
}

/** The key URI format of Google Authenticator, with the parameters in Medplum's order. A colon would end the issuer. */
function keyUri(issuer: string, account: string, secret: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const parameters = `secret=${secret}&period=30&digits=6&algorithm=SHA1&issuer=${encodeURIComponent(issuer)}`;
  return `otpauth://totp/${label}?${parameters}`;
}

function issuerName(project: Project | undefined): string {
  const brand = project?.setting?.find(({ name }) => name === 'brandName')?.valueString?.trim();
  return (brand || 'medplum.com').replaceAll(':', '');
}
