import { z } from 'zod';
import { passwordField } from '#auth/account-fields.ts';

/** Whose password an administrator sets, and to what. */
export const passwordBody = z.object({ email: z.email('Valid email address is required'), password: passwordField });
