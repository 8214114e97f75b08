import { compactVerify, createLocalJWKSet, exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';

/** The only algorithm that Medplum signs with and accepts (RFC 8725 §3.1). */
const algorithm = 'ES384';

/** Checking an ES384 signature costs about a millisecond, so valid tokens are remembered. */
const rememberedTokens = 1000;

/** The claims of a token whose signature was checked. */
export type SignedClaims = Readonly<Record<string, unknown>>;

/** An issuer's keys: signs its tokens, and tells whether a token is one of them. */
export type SigningKeys = Readonly<{
  /** The public half, as `/.well-known/jwks.json` publishes it. */
  jwks: JSONWebKeySet;
  /** Returns a compact JWS of the claims, with the header `{ alg: "ES384", kid, typ: "JWT" }`. */
  sign: (claims: SignedClaims) => Promise<string>;
  /**
   * Checks a token's signature, not its claims.
   *
   * @returns undefined when the token is malformed, or signed by another key or with another algorithm.
   */
  verify: (token: string) => Promise<SignedClaims | undefined>;
}>;

/** Makes a new key pair whose id is `kid`. */
export async function createSigningKeys(kid: string): Promise<SigningKeys> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm);
  const jwks = { keys: [{ kid, alg: algorithm, use: 'sig', ...(await exportJWK(publicKey)) }] };
  const findKey = createLocalJWKSet(jwks);
  const verified = new Map<string, SignedClaims>();

  async function verify(token: string): Promise<SignedClaims | undefined> {
    const known = verified.get(token);
    if (known) {
      return known;
    }
    const claims = await compactVerify(token, findKey, { algorithms: [algorithm] }).then(
      ({ payload }) => JSON.parse(new TextDecoder().decode(payload)) as SignedClaims,
      () => undefined,
    );
    if (claims) {
      remember(verified, token, claims);
    }
    return claims;
  }

  return {
    jwks,
    sign: (claims) => new SignJWT(claims).setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' }).sign(privateKey),
    verify,
  };
}

function remember(verified: Map<string, SignedClaims>, token: string, claims: SignedClaims): void {
  const [oldest] = verified.keys();
  if (verified.size >= rememberedTokens && oldest !== undefined) {
    verified.delete(oldest);
  }
  verified.set(token, claims);
}
