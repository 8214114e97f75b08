import { z } from 'zod';
import { passwordField } from '#auth/account-fields.ts';
import { reference } from './reference-field.ts';

const neither = 'Either email or externalId is required';

const patientRule = 'Patient must be a reference to a Patient resource';

const present = (rule: string): z.ZodType<string> => z.string(rule).min(1, rule);

const email = z.email().transform((value) => value.toLowerCase());

const access = z.array(z.looseObject({ policy: reference }));

/** What an invitation says. `membership` may preset any member of the membership. */
export const inviteBody = z
  .object({
    resourceType: z.enum(['Patient', 'Practitioner', 'RelatedPerson'], 'Resource type is required'),
    firstName: present('First name is required'),
    lastName: present('Last name is required'),
    email: email.optional().catch(undefined),
    externalId: z.string().min(1).optional().catch(undefined),
    password: passwordField.optional(),
    sendEmail: z.boolean().nullish(),
    mfaRequired: z.boolean().nullish(),
    upsert: z.boolean().nullish(),
    forceNewMembership: z.boolean().nullish(),
    scope: z.string().nullish(),
    patient: z.looseObject({ reference: z.string(patientRule).regex(/^Patient\/[^/]+$/, patientRule) }).optional(),
    accessPolicy: reference.nullish(),
    access: access.nullish(),
    admin: z.boolean().nullish(),
    membership: z.looseObject({ profile: reference.optional() }).nullish(),
  })
  .refine(({ email: one, externalId }) => one !== undefined || externalId !== undefined, {
    message: neither,
    // It is said beside what else is wrong.
    when: ({ value }) => typeof value === 'object',
  });
