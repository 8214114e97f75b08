export type Replies = Readonly<Record<string, Reply | undefined>>;

type Reply = Readonly<{ status?: number; headers?: Readonly<Record<string, string>>; body?: unknown }>;

/**
 * A fetch that answers by path; `undefined` stands for nobody who answers. What no test names is a 404.
 *
 * @param replies - The latest of two for the same path counts.
 */
export function answering(...replies: readonly Replies[]): typeof fetch {
  const known = Object.assign({}, ...replies) as Replies;
  return async (input) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const reply = pathname in known ? known[pathname] : { status: 404 };
    if (!reply) {
      throw new TypeError('fetch failed');
    }
    const { status = 200, headers = {}, body } = reply;
    const isText = typeof body === 'string';
    return new Response(isText ? body : JSON.stringify(body ?? {}), {
      status,
      headers: { 'content-type': isText ? 'text/html' : 'application/json', ...headers },
    });
  };
}
