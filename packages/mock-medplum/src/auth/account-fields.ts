import { z } from 'zod';

const emailRule = 'Valid email address between 3 and 72 characters is required';
const passwordRule = 'Password must be between 8 and 72 characters';

/** An email of an account, in lower case. */
export const newEmail = z
  .email(emailRule)
  .min(3, emailRule)
  .max(72, emailRule)
  .transform((email) => email.toLowerCase());

/** A password of a new account. More than 72 bytes would not be looked at by bcrypt, so Medplum refuses them. */
export const newPassword = z
  .string(passwordRule)
  .refine((password) => isBetween(Buffer.byteLength(password), 8, 72), passwordRule);

/** A first or last name. */
export function newName(label: string): z.ZodType<string> {
  const rule = `${label} must be between 1 and 128 characters`;
  return z.string(rule).min(1, rule).max(128, rule);
}

/** A password that takes the place of another. */
export const changedPassword = z
  .string('Invalid password, must be at least 8 characters')
  .min(8, 'Invalid password, must be at least 8 characters')
  .refine((password) => Buffer.byteLength(password) <= 72, 'Invalid password, must be no more than 72 characters');

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}
