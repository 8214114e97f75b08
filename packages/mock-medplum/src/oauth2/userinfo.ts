import { formatAddress, formatGivenName, formatHumanName, getExtensionValue, resolveId } from '@medplum/core';
import type { ContactPoint, Patient, Practitioner, Resource, User } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { openContext } from '#fhir/exchange/open-context.ts';
import { callerOf } from '#http/caller-of.ts';
import { TenantRepository } from '#repository/tenant-repository.ts';
import { readReference } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

type Claims = Readonly<Record<string, unknown>>;
type Person = Patient | Practitioner;

const timeZone = 'http://hl7.org/fhir/StructureDefinition/timezone';

/**
 * `GET` and `POST /oauth2/userinfo` (OpenID Connect Core §5.3): what the token's scopes tell about the user. The profile
 * is read as the caller may read it.
 */
export function userinfo(tenant: Tenant): RequestHandler {
  return async (_request, response) => {
    const { authenticatedMembership: membership, scope = '' } = callerOf(response);
    const scopes = scope.split(' ');
    const account = readReference(tenant.store, membership.user);
    const repository = new TenantRepository(openContext(tenant, response));
    const profile = await repository.readReference(membership.profile);
    const person = profile.resourceType === 'Patient' || profile.resourceType === 'Practitioner' ? profile : undefined;
    response.json({
      sub: resolveId(membership.user),
      ...(scopes.includes('profile') && profileClaims(profile, person)),
      ...(scopes.includes('email') && emailClaims(account.resourceType === 'User' ? account : undefined, person)),
      ...(scopes.includes('phone') && phoneClaims(person)),
      ...(scopes.includes('address') && addressClaims(person)),
    });
  };
}

function profileClaims(profile: Resource, person: Person | undefined): Claims {
  const claims = {
    profile: `${profile.resourceType}/${profile.id}`,
    locale: 'en-US',
    updated_at: new Date(profile.meta?.lastUpdated ?? 0).getTime() / 1000,
  };
  return person ? { ...claims, ...nameClaims(person), ...personClaims(person) } : claims;
}

function nameClaims({ name: [name] = [] }: Person): Claims {
  if (!name) {
    return {};
  }
  const [given = '', ...others] = formatGivenName(name).split(' ');
  return {
    name: formatHumanName(name),
    family_name: name.family ?? '',
    given_name: given,
    middle_name: others.join(' '),
  };
}

function personClaims(person: Person): Claims {
  return {
    birthdate: person.birthDate,
    gender: person.gender,
    picture: person.photo?.[0]?.url,
    nickname: person.name?.find(({ use }) => use === 'nickname')?.given?.[0],
    website: contactValue(person, 'url'),
    preferred_username: contactValue(person, 'email')?.split('@')[0],
    zoneinfo: getExtensionValue(person, timeZone),
  };
}

function emailClaims(user: User | undefined, person: Person | undefined): Claims {
  if (user?.email) {
    return { email: user.email, email_verified: user.emailVerified === true };
  }
  const email = contactValue(person, 'email');
  return email ? { email, email_verified: false } : {};
}

function phoneClaims(person: Person | undefined): Claims {
  const phone = contactValue(person, 'phone');
  return phone ? { phone_number: phone, phone_number_verified: false } : {};
}

function addressClaims(person: Person | undefined): Claims {
  const address = person?.address?.[0];
  if (!address) {
    return {};
  }
  const { line, city, state, postalCode, country } = address;
  const parts = { street_address: line?.join(' '), locality: city, region: state, postal_code: postalCode, country };
  return { address: { formatted: formatAddress(address), ...parts } };
}

function contactValue(person: Person | undefined, wanted: ContactPoint['system']): string | undefined {
  return person?.telecom?.find(({ system }) => system === wanted)?.value;
}
