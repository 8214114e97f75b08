import type { App } from '#clinic/clinic-test.ts';

/** A link to the app's sign-in page that says where to go afterwards. Anybody can make one. */
export function signInLink(app: App, returnTo: string): string {
  return `${app.url}/sign-in?${new URLSearchParams({ returnTo })}`;
}
