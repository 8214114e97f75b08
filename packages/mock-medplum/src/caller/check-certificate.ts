import { X509Certificate } from 'node:crypto';

const pemPattern = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * Checks the certificate of a client (RFC 8705 §2): it is current, and is itself in the client's trust store when it is
 * self-signed, or else was signed by a certificate in it.
 *
 * @param presented - PEM; the first certificate is the client's own.
 * @throws Error that says what is wrong, as Medplum says it.
 */
export function checkCertificate(presented: string, trustStore: string, now: Date): void {
  const [certificate] = readCertificates(presented);
  const trusted = readCertificates(trustStore);
  if (!certificate) {
    throw new Error('No valid PEM certificates found');
  }
  checkTime(certificate, now);
  if (certificate.issuer === certificate.subject) {
    checkSelfSigned(certificate, trusted);
  } else if (!trusted.some((authority) => isSignedBy(certificate, authority))) {
    throw new Error('Certificate validation failed: No matching CA found');
  }
}

function readCertificates(pem: string): X509Certificate[] {
  const found = pem.match(pemPattern) ?? [];
  if (found.length === 0) {
    throw new Error('No valid PEM certificates found');
  }
  return found.map((single) => new X509Certificate(single));
}

function checkTime({ validFromDate, validToDate }: X509Certificate, now: Date): void {
  if (now < validFromDate) {
    throw new Error(`Certificate not yet active. Valid from: ${validFromDate.toISOString()}`);
  }
  if (now > validToDate) {
    throw new Error(`Certificate expired on: ${validToDate.toISOString()}`);
  }
}

function checkSelfSigned(certificate: X509Certificate, trusted: readonly X509Certificate[]): void {
  if (!trusted.some(({ fingerprint256 }) => fingerprint256 === certificate.fingerprint256)) {
    throw new Error('Self-signed certificate is not in the trusted certificate list');
  }
  if (!certificate.verify(certificate.publicKey)) {
    throw new Error('Self-signed certificate has invalid signature');
  }
}

function isSignedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}
