import { ProvisionError } from './provision-error.ts';

const thisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Tells whether a URL leads to this machine. */
export function isOnThisMachine(url: string): boolean {
  return thisMachine.has(new URL(url).hostname);
}

/**
 * Reads the base URL of a server, with a trailing slash.
 *
 * @throws ProvisionError when it is no URL, carries credentials, or would send a password over a network unencrypted.
 */
export function serverUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ProvisionError('arguments', '--base-url is no web address. It looks like https://api.medplum.com/');
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new ProvisionError('arguments', '--base-url is an address alone: no credentials, no query, no fragment.');
  }
  if (url.protocol === 'http:' && !isOnThisMachine(url.href)) {
    throw new ProvisionError(
      'insecure-url',
      `http to ${url.host} would send your password unencrypted. Use https, or an address of this machine.`,
    );
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}
