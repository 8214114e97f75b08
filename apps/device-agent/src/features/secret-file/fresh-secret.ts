type Options = Readonly<{
  /** The secret that the client was set up with: what requests carry. */
  first: string;
  /** Reads the secret that is good now. @throws when it cannot be had. */
  read: () => string;
}>;

/**
 * A fetch that knows the newest secret. When Medplum refuses the one in a request, the file is read again; if another one
 * stands there, the request goes out once more with it.
 */
export function withFreshSecret(fetch: typeof globalThis.fetch, { first, read }: Options): typeof globalThis.fetch {
  let secret = first;

  function isOlder(sent: string): boolean {
    try {
      secret = read();
      return secret !== sent;
    } catch {
      // The file is just being replaced, or gone: Medplum's refusal is what is told.
      return false;
    }
  }

  return async (input, init) => {
    const carries = init && secretIn(init, first);
    if (!carries) {
      return fetch(input, init);
    }
    // Others may be under way with the same secret, and find the newer one before this is answered.
    const sent = secret;
    const answer = await fetch(input, carries(sent));
    if ((answer.status !== 400 && answer.status !== 401) || !isOlder(sent)) {
      return answer;
    }
    await answer.body?.cancel();
    return fetch(input, carries(secret));
  };
}

/** How to write another secret into a request that carries this one: in a form (RFC 6749 §2.3.1), or as Basic. */
function secretIn(init: RequestInit, secret: string): ((next: string) => RequestInit) | undefined {
  const headers = new Headers(init.headers);
  const isForm = headers.get('content-type') === 'application/x-www-form-urlencoded' && typeof init.body === 'string';
  const form = new URLSearchParams(isForm ? (init.body as string) : '');
  if (form.get('client_secret') === secret) {
    return (next) => {
      form.set('client_secret', next);
      return { ...init, body: form.toString() };
    };
  }
  const [scheme, credentials = ''] = headers.get('authorization')?.split(' ') ?? [];
  const text = Buffer.from(credentials, 'base64').toString();
  const colon = text.indexOf(':');
  if (scheme !== 'Basic' || text.slice(colon + 1) !== secret) {
    return undefined;
  }
  return (next) => {
    const pair = `${text.slice(0, colon)}:${next}`;
    headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
    return { ...init, headers };
  };
}
