import type { Plugin } from 'vite';

/** What the built page may load and whom it may talk to: itself and one Medplum server. */
export function contentSecurityPolicy(medplumBaseUrl: string): string {
  return Object.entries({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data:",
    'connect-src': `'self' ${medplumBaseUrl}`,
    'base-uri': "'none'",
    'form-action': "'none'",
  })
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}

/** Puts the policy into the built page. The dev server does without: hot reloading needs inline scripts. */
export function contentSecurityPolicyPlugin(medplumBaseUrl: string): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy(medplumBaseUrl) },
        injectTo: 'head-prepend',
      },
    ],
  };
}
