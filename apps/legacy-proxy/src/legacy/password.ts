import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

type Cost = Readonly<{ N: number; r: number; p: number }>;

/** About 0.2 s and 32 MiB a password; one of the settings OWASP recommends for scrypt. */
const recommendedCost: Cost = { N: 2 ** 15, r: 8, p: 3 };
const keyBytes = 32;
/** Room for twice the recommended cost. */
const maxMemoryBytes = 64 * 2 ** 20 + 2 ** 16;

/** Hashes a password. The result says how it was made, so the cost can rise without a migration. */
export async function hashPassword(password: string, cost: Cost = recommendedCost): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join('$');
}

/** Tells a hash that a password can fit. Of a closed account there is none: `!` stands in its place. */
export function isPasswordHash(hash: string): boolean {
  return /^scrypt(\$\d+){3}(\$[\w+/=]+){2}$/.test(hash);
}

/** Tells whether a password is the one that was hashed. What is no hash of ours, such as `!` for a closed account, fits none. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  if (!isPasswordHash(hash)) {
    return false;
  }
  const [, N, r, p, salt = '', key = ''] = hash.split('$');
  const expected = Buffer.from(key, 'base64');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const actual = await derive(password, Buffer.from(salt, 'base64'), cost);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

function derive(password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyBytes, { N, r, p, maxmem: maxMemoryBytes }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
