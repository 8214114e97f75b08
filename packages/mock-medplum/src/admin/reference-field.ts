import { z } from 'zod';

/** A reference as a body names it. */
export const reference = z.looseObject({ reference: z.string() });
