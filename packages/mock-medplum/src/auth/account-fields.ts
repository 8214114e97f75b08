import { z } from 'zod';

const emailRule = 'Valid email address between 3 and 72 characters is required';

/** An email of an account, in lower case. An address that is none and too short breaks the rule twice, and is told so. */
export const newEmail = z
  .unknown()
  .transform((value) => (typeof value === 'string' ? value : ''))
  .superRefine((email, context) => {
    const isEmail = z.email().safeParse(email).success;
    const isBetween = email.length >= 3 && email.length <= 72;
    for (const rule of [isEmail, isBetween].filter((kept) => !kept)) {
      context.addIssue({ code: 'custom', message: emailRule, input: rule });
    }
  })
  .transform((email) => email.toLowerCase());

const tooShort = 'Password must be at least 8 characters';

/** A password. More than 72 bytes would not be looked at by bcrypt, so Medplum refuses them. */
export const passwordField = z
  .string(tooShort)
  .min(8, tooShort)
  .refine((password) => Buffer.byteLength(password) <= 72, 'Password must be no more than 72 characters');

/** A first or last name. */
export function newName(label: string): z.ZodType<string> {
  const rule = `${label} must be between 1 and 128 characters`;
  return z.string(rule).min(1, rule).max(128, rule);
}
