/** A link that a page shows. */
export type Link = Readonly<{ path: string; label: string }>;
