/**
 * Tells whether an address is fit to send a person or a credential to: absolute, and https, or http on this machine.
 * Anything else, `javascript:` above all, is not followed.
 *
 * @see RFC 9700 §2.6: tokens travel over TLS.
 */
export function isSecureUrl(value: string): boolean {
  // `URL.parse` is younger than some of the browsers that run this.
  if (!URL.canParse(value)) {
    return false;
  }
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}
