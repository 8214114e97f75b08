import { z } from 'zod';

/** What `POST /mock/tokens` takes. */
export const sessionOptions = z.strictObject({
  /** Email of a user. */
  user: z.string().optional(),
  /** Id of the client: the one that signs in, or through which the user does. */
  client: z.string().optional(),
  scope: z.string().optional(),
  /** Which of the user's profiles, as a reference. Default is the first. */
  profile: z.string().optional(),
});

/** For whom to make a session. */
export type SessionOptions = z.input<typeof sessionOptions>;
