import type { BrowserSettings } from '@auth-patterns/auth-config';
import type { Plugin } from 'vite';

/** Places that a feature needs beside the core's, for each directive. */
export type Sources = Readonly<
  Partial<Record<'script-src' | 'style-src' | 'connect-src' | 'frame-src', readonly string[]>>
>;

/** What the built page may load and whom it may talk to: itself, one Medplum server, and whoever a feature names. */
export function contentSecurityPolicy({ baseUrl }: BrowserSettings, ofFeatures: readonly Sources[]): string {
  const sockets = baseUrl.replace(/^http/, 'ws');
  const more = (directive: keyof Sources): readonly string[] =>
    ofFeatures.flatMap((sources) => sources[directive] ?? []);
  const frames = more('frame-src');
  return Object.entries({
    'default-src': ["'none'"],
    'script-src': ["'self'", ...more('script-src')],
    'style-src': ["'self'", ...more('style-src')],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'", baseUrl, sockets, ...more('connect-src')],
    'frame-src': frames.length > 0 ? frames : ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
  })
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join('; ');
}

/** Puts the policy into the built page. The dev server does without: hot reloading needs inline scripts. */
export function contentSecurityPolicyPlugin(settings: BrowserSettings, ofFeatures: readonly Sources[]): Plugin {
  const content = contentSecurityPolicy(settings, ofFeatures);
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content }, injectTo: 'head-prepend' },
    ],
  };
}
