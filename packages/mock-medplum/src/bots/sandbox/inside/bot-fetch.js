// Runs in the realm of the Bot: a `fetch` that asks the mock, which forwards what goes to its own address alone.

const maxRedirects = 5;
const withoutBody = new Set([204, 205, 304]);
const repeatable = new Set(['GET', 'HEAD']);
const waiting = new Map();
let lastId = 0;

export function createBotFetch(host) {
  return {
    fetch: async (input, options) => follow(host, new host.web.Request(input, options), 0),
    receive: (answer) => waiting.get(answer.id)?.(answer),
  };
}

/** A redirect is a request like any other: the mock looks at its address too. */
async function follow(host, request, redirects) {
  const { url, method, headers, redirect } = request;
  const response = toResponse(host, await ask(host, request), url);
  const location = response.headers.get('location');
  if (response.status < 300 || response.status > 399 || location === null || redirect === 'manual') {
    return response;
  }
  if (redirect === 'error' || redirects === maxRedirects || !repeatable.has(method)) {
    throw new TypeError(`${method} ${url} was redirected`);
  }
  const next = new host.web.Request(new host.web.URL(location, url), { method, headers });
  return follow(host, next, redirects + 1);
}

async function ask({ send, web }, request) {
  const { url, method, signal } = request;
  const bytes = web.Buffer.from(await request.arrayBuffer());
  const body = bytes.length > 0 ? bytes.toString('base64') : undefined;
  lastId += 1;
  const id = lastId;
  try {
    return await new Promise((resolve, reject) => {
      signal.throwIfAborted();
      signal.addEventListener('abort', () => reject(signal.reason));
      waiting.set(id, resolve);
      send(JSON.stringify({ type: 'fetch', id, url, method, headers: [...request.headers], body }));
    });
  } finally {
    waiting.delete(id);
  }
}

function toResponse({ web }, { error, status, statusText, headers, body }, url) {
  if (error !== undefined) {
    throw new TypeError(error);
  }
  const content = withoutBody.has(status) ? null : web.Buffer.from(body, 'base64');
  const response = new web.Response(content, { status, statusText, headers });
  return Object.defineProperty(response, 'url', { value: url });
}
