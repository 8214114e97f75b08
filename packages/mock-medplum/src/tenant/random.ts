/** Source of ids and secrets. */
export type Random = Readonly<{
  /** A version 4 UUID. */
  uuid: () => string;
  /** `bytes` random bytes in hexadecimal. */
  hex: (bytes: number) => string;
}>;
