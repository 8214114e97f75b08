import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';

// Prints a new key. To change keys, put it behind the old one, start again, and put it first an hour later.
const { privateKey } = await generateKeyPair('ES384', { extractable: true });
const key = { ...(await exportJWK(privateKey)), kid: randomUUID() };
process.stdout.write(`${JSON.stringify({ keys: [key] })}\n`);
