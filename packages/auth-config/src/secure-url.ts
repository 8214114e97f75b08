/**
 * Tells whether an address is fit to send a person or a credential to: absolute, and https, or http on this machine.
 * Anything else, `javascript:` above all, is not followed.
 *
 * @see RFC 9700 §2.6: tokens travel over TLS.
 */
export function isSecureUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}
