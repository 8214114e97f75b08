import { SignInError } from '#medplum/error.ts';
import type { GoogleErrorCode } from './failures.ts';

/** What Google's button answers with: an ID token of Google's. */
export type GoogleAnswer = Readonly<{ credential: string }>;

/** The part of Google Identity Services that shows a button: https://developers.google.com/identity/gsi/web/reference */
export type GoogleIdentity = Readonly<{
  initialize: (
    options: Readonly<{ client_id: string; nonce: string; callback: (answer: GoogleAnswer) => void }>,
  ) => void;
  renderButton: (parent: HTMLElement, options: Readonly<{ theme: string; text: string; width: number }>) => void;
}>;

let loading: Promise<GoogleIdentity> | undefined;

/** Loads Google's script once, when a button needs it: Google does not hear of visits to other pages. */
export async function loadGoogleIdentity(url: string): Promise<GoogleIdentity> {
  loading ??= load(`${url}/gsi/client`).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(src: string): Promise<GoogleIdentity> {
  const script = document.createElement('script');
  script.src = src;
  script.async = true;
  const loaded = new Promise((resolve, reject) => {
    script.addEventListener('load', resolve);
    script.addEventListener('error', () =>
      reject(new SignInError<GoogleErrorCode>('google_unavailable', `No answer from ${src}`)),
    );
  });
  document.head.append(script);
  await loaded.finally(() => script.remove());
  const { google } = window as Window & { google?: { accounts?: { id?: GoogleIdentity } } };
  if (!google?.accounts?.id) {
    // Content blockers answer with an empty script instead of an error.
    throw new SignInError<GoogleErrorCode>('google_unavailable', `${src} is not Google’s script`);
  }
  return google.accounts.id;
}
