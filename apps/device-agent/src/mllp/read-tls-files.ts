import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, type TlsOptions } from 'node:tls';
import { ConfigError } from '@auth-patterns/auth-config';
import type { TlsSettings } from './tls-settings.ts';

/** Reads key, certificate and authority, and tries them. @throws ConfigError that names the variable at fault. */
export function readTlsFiles({ keyFile, certificateFile, caFile, variables }: TlsSettings): TlsOptions {
  const key = read(variables.keyFile, keyFile);
  const cert = readCertificate(variables.certificateFile, certificateFile);
  // An authority without a certificate in it would make Node trust every public one.
  const ca = readCertificate(variables.caFile, caFile);
  try {
    createSecureContext({ key, cert, ca });
  } catch {
    throw problem(variables.keyFile, 'must hold the private key of the certificate, in PEM');
  }
  return { key, cert, ca, minVersion: 'TLSv1.2', requestCert: true, rejectUnauthorized: true };
}

function readCertificate(variable: string, file: string): Buffer {
  const content = read(variable, file);
  try {
    void new X509Certificate(content);
    return content;
  } catch {
    throw problem(variable, 'must hold a certificate, in PEM');
  }
}

function read(variable: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw problem(variable, `names a file that cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function problem(variable: string, text: string): ConfigError {
  return new ConfigError([{ variable, problem: text }]);
}
