/** Where the files say that the browser app and the identity provider are served. */
const written = { spaOrigin: 'http://localhost:3001', idpOrigin: 'http://localhost:8104' } as const;

/** Where they are served instead; what is absent stays as the files say. */
export type Origins = Readonly<{ spaOrigin?: string | undefined; idpOrigin?: string | undefined }>;

/** Copies data, with every URL of the files below the origins at which the browser app and the identity provider are served. */
export function moveOrigins<T>(data: T, origins: Origins): T {
  const names = Object.keys(written) as (keyof typeof written)[];
  const moves = names.map((name) => [written[name], origins[name]] as const);
  const move = (_name: string, value: unknown): unknown => {
    const found = moves.find(([from]) => typeof value === 'string' && value.startsWith(`${from}/`));
    const [from, to] = found ?? [];
    return from && to ? `${new URL(to).origin}${String(value).slice(from.length)}` : value;
  };
  return JSON.parse(JSON.stringify(data), move) as T;
}
