// Runs in the realm of the Bot: makes what Medplum's `vmcontext` gives a Bot, and runs its handler once.

const logMethods = ['log', 'info', 'warn', 'error', 'debug', 'trace'];
const maxLines = 1000;
const maxLineLength = 10_000;
const webOfBots = [
  'Headers,ReadableStream,Request,Response,TextDecoder,TextEncoder,TransformStream,URL,URLSearchParams',
  'WritableStream',
].flatMap((names) => names.split(','));

/** The SDK asks for the states of a socket when it is loaded; a Bot has none. */
class WebSocket {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSING = 2;
  static CLOSED = 3;
  constructor() {
    throw new Error('Bots have no WebSocket');
  }
}

/** Returns what takes the lines that the mock sends, the order to run and answers to requests, and what nobody caught. */
export function startBot(host) {
  const console = createConsole(host);
  const { fetch, receive } = host.createBotFetch(host);
  const core = loadCore(host, { console, fetch });
  const bot = { ...host, console, fetch, core };
  return {
    fail: (error) => fail(bot, error),
    receive: (line) => {
      const message = JSON.parse(line);
      if (message.type === 'run') {
        void answer(bot, message);
      } else {
        receive(message);
      }
    },
  };
}

async function answer(bot, order) {
  try {
    const json = await runHandler(bot, order);
    bot.send(json === undefined ? '{"type":"returned"}' : `{"type":"returned","value":${json}}`);
  } catch (error) {
    fail(bot, error);
  }
}

function fail({ console, core, send }, error) {
  console.error(`Unhandled error: ${error instanceof Error ? error.stack : String(error)}`);
  send(JSON.stringify({ type: 'threw', outcome: core.normalizeOperationOutcome(error) }));
}

async function runHandler(bot, { code, connection, event, isHl7 }) {
  const { Hl7Message } = bot.core;
  const exports = {};
  makeGlobals(bot, exports);
  bot.run(code);
  if (typeof exports.handler !== 'function') {
    throw new TypeError('exports.handler is not a function');
  }
  const input = isHl7 ? Hl7Message.parse(event.input) : event.input;
  const returned = await exports.handler(createClient(bot, connection), { ...event, input });
  return JSON.stringify(returned instanceof Hl7Message ? returned.toString() : returned);
}

/** The globals that Medplum gives a Bot. */
function makeGlobals({ console, core, fetch, load, web }, exports) {
  const { ContentType, Hl7Message, MedplumClient } = core;
  const given = { ContentType, Hl7Message, MedplumClient, fetch, console, exports, module: { exports } };
  const require = (name) => requireModule({ core, load }, name);
  Object.assign(globalThis, Object.fromEntries(webOfBots.map((name) => [name, web[name]])), given, { require });
  delete globalThis.WebAssembly;
}

function requireModule({ core, load }, name) {
  const plain = String(name).replace(/^node:/, '');
  const loaded = plain === '@medplum/core' ? core : load(plain);
  if (loaded === undefined) {
    throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
  }
  return loaded;
}

function createClient({ core, fetch, web }, { baseUrl, accessToken, traceId }) {
  const trace = traceId === undefined ? {} : { 'X-Trace-Id': traceId, traceparent: traceId };
  const traced = (url, options = {}) => {
    const headers = new web.Headers(options.headers);
    Object.entries(trace).forEach(([name, value]) => headers.set(name, value));
    return fetch(url, { ...options, headers });
  };
  return new core.MedplumClient({ baseUrl, accessToken, fetch: traced });
}

function createConsole({ send, format }) {
  let lines = 0;
  const logLine = (...values) => {
    lines += 1;
    if (lines <= maxLines) {
      send(JSON.stringify({ type: 'log', line: format(values).slice(0, maxLineLength) }));
    }
  };
  return Object.fromEntries(logMethods.map((name) => [name, logLine]));
}

function loadCore({ web, evaluateCore }, surroundings) {
  const module = { exports: {} };
  evaluateCore({ ...web, ...surroundings, WebSocket }, module);
  return module.exports;
}
