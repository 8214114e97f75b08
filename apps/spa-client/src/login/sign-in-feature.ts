import type { ComponentType, ReactNode, Ref } from 'react';
import type { Feature, SignInWaysProps } from '#feature';
import type { Auth } from '#medplum/auth.ts';

/** What a card on the sign-in page is given. */
export type CardProps = SignInWaysProps & Readonly<{ elsewhere: Elsewhere | undefined }>;

/** An identity provider that signs in the people of an email domain. */
export type DomainProvider = Readonly<{ name: string; domain?: string | undefined; authorizeUrl: string }>;

/** Sends people with certain addresses to an identity provider: for cards that learn of one. */
export type Elsewhere = Readonly<{
  findProvider: (auth: Auth, email: string) => Promise<DomainProvider | undefined>;
  /** Leads there. */
  Button: ComponentType<
    Readonly<{
      auth: Auth;
      provider: DomainProvider;
      returnTo: string;
      children: ReactNode;
      ref?: Ref<HTMLButtonElement> | undefined;
    }>
  >;
}>;

/** A feature that adds to the sign-in page. It names `OfferedWays` as its `SignInWays`, which shows all of this. */
export type SignInFeature = Feature &
  Readonly<{
    /** Its card. */
    card?: (props: CardProps) => ReactNode;
    /** Its button on the card for accounts that people have elsewhere. */
    accountButton?: (props: CardProps) => ReactNode;
    elsewhere?: Elsewhere;
    /** Lines under "More ways and help". */
    otherWays?: (auth: Auth) => readonly Readonly<{ to?: string; title: string; text: string }>[];
  }>;
