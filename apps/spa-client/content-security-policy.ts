import type { BrowserSettings } from '@auth-patterns/auth-config';
import type { Plugin } from 'vite';

/** What the built page may load and whom it may talk to: itself, one Medplum server, and whoever the settings name. */
export function contentSecurityPolicy({ baseUrl, google, identityProvider }: BrowserSettings): string {
  const sockets = baseUrl.replace(/^http/, 'ws');
  const provider = identityProvider?.direct && new URL(identityProvider.direct.issuer).origin;
  return Object.entries({
    'default-src': ["'none'"],
    'script-src': ["'self'", google && `${google.url}/gsi/client`],
    'style-src': ["'self'", google && `${google.url}/gsi/style`],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'", baseUrl, sockets, provider, google && `${google.url}/gsi/`],
    'frame-src': google ? [`${google.url}/gsi/`] : ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
  })
    .map(([directive, sources]) => [directive, ...sources.filter(Boolean)].join(' '))
    .join('; ');
}

/** Puts the policy into the built page. The dev server does without: hot reloading needs inline scripts. */
export function contentSecurityPolicyPlugin(settings: BrowserSettings): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy(settings) },
        injectTo: 'head-prepend',
      },
    ],
  };
}
