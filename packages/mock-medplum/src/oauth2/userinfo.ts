import { formatAddress, formatFamilyName, formatHumanName, resolveId } from '@medplum/core';
import type { Resource, User } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { callerOf } from '#http/caller-of.ts';
import { readReference } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

type Claims = Readonly<Record<string, unknown>>;

/** `GET` and `POST /oauth2/userinfo` (OpenID Connect Core §5.3): what the token's scopes tell about the user. */
export function userinfo(tenant: Tenant): RequestHandler {
  return (_request, response) => {
    const { authenticatedMembership: membership, scope = '' } = callerOf(response);
    const scopes = scope.split(' ');
    const profile = readReference(tenant.store, membership.profile);
    const account = readReference(tenant.store, membership.user);
    const user = account.resourceType === 'User' ? account : undefined;
    response.json({
      sub: resolveId(membership.user),
      ...(scopes.includes('profile') && profileClaims(profile, user)),
      ...(scopes.includes('email') && emailClaims(profile, user)),
      ...(scopes.includes('phone') && phoneClaims(profile)),
      ...(scopes.includes('address') && addressClaims(profile)),
    });
  };
}

function profileClaims(profile: Resource, user: User | undefined): Claims {
  const name = 'name' in profile && Array.isArray(profile.name) ? profile.name[0] : undefined;
  const isHuman = typeof name === 'object' && 'family' in name;
  return {
    profile: `${profile.resourceType}/${profile.id}`,
    locale: 'en-US',
    updated_at: new Date(profile.meta?.lastUpdated ?? 0).getTime() / 1000,
    ...(isHuman && {
      name: formatHumanName(name),
      family_name: formatFamilyName(name),
      given_name: name.given?.[0] ?? '',
      middle_name: name.given?.slice(1).join(' ') ?? '',
    }),
    preferred_username: user?.email?.split('@')[0],
  };
}

function emailClaims(profile: Resource, user: User | undefined): Claims {
  const email = user?.email ?? contactValue(profile, 'email');
  return email ? { email, email_verified: user?.emailVerified === true } : {};
}

function phoneClaims(profile: Resource): Claims {
  const phone = contactValue(profile, 'phone');
  return phone ? { phone_number: phone, phone_number_verified: false } : {};
}

function addressClaims(profile: Resource): Claims {
  const address = profile.resourceType === 'Patient' || profile.resourceType === 'Practitioner' ? profile.address : [];
  return address?.[0] ? { address: { formatted: formatAddress(address[0]) } } : {};
}

function contactValue(profile: Resource, system: 'email' | 'phone'): string | undefined {
  const hasTelecom = profile.resourceType === 'Patient' || profile.resourceType === 'Practitioner';
  return hasTelecom ? profile.telecom?.find((contact) => contact.system === system)?.value : undefined;
}
