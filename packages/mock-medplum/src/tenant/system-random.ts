import { randomBytes, randomUUID } from 'node:crypto';
import type { Random } from './random.ts';

/** Ids and secrets from the operating system. */
export const systemRandom: Random = { uuid: () => randomUUID(), hex: (bytes) => randomBytes(bytes).toString('hex') };
