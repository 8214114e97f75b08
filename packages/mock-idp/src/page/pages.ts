import { join } from 'node:path';
import { Eta } from 'eta';

// Eta escapes what `<%=` prints. `<%~` prints as it is, and only markup of this package or of oidc-provider.
const eta = new Eta({ views: join(import.meta.dirname, 'views'), cache: true });

/** Fills a view of this package. */
export function renderView(name: string, data: object): string {
  return eta.render(`./${name}`, data);
}

export type SignInPage = Readonly<{
  clientName: string;
  /** Prefills the field; empty when the request named nobody. */
  email: string;
  /** Whether the last try did not succeed. */
  failed: boolean;
}>;

export type ConsentPage = Readonly<{
  clientName: string;
  accountName: string;
  shared: readonly Readonly<{ what: string; value: string }>[];
  /** Origin to which the browser goes after the answer. */
  destination: string;
}>;

export type MessagePage = Readonly<{
  title: string;
  lead: string;
  details?: readonly string[];
  next?: string;
  links?: readonly Readonly<{ href: string; text: string }>[];
}>;

/** Asks for an e-mail address and a password. */
export function signInPage(data: SignInPage): string {
  return eta.render('./sign-in', data);
}

/** Shows what is to be shared and asks for consent. */
export function consentPage(data: ConsentPage): string {
  return eta.render('./consent', data);
}

/** Asks whether to end the session. `form` is the provider's own markup with its protection against forgery. */
export function signOutPage(form: string): string {
  return eta.render('./sign-out', { form });
}

/** Shows one message. */
export function messagePage(data: MessagePage): string {
  return eta.render('./message', data);
}
