import { generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';

type Claims = Readonly<Record<string, unknown>>;

/** A published key of Medplum's, as `jwks.json` has it. */
export type PublishedKey = JsonWebKey & Readonly<{ kid: string }>;

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });

/** The attacker's own key: what it signs is good only for those who find it among Medplum's keys. */
export const attackerKey: PublishedKey & Readonly<{ alg: string; use: string }> = {
  ...publicKey.export({ format: 'jwk' }),
  kid: 'the-attackers-key',
  alg: 'ES384',
  use: 'sig',
};

/** Signs claims with the attacker's key, under the key id given. */
export function signAsAttacker(claims: Claims, kid = attackerKey.kid): string {
  const input = `${encode({ alg: 'ES384', typ: 'JWT', kid })}.${encode(claims)}`;
  const signature = sign('sha384', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

export function readClaims(idToken: string): Claims {
  return JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()) as Claims;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
