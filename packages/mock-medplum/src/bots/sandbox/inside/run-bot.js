// Runs in the realm of the Bot: makes what Medplum's `vmcontext` gives a Bot, and runs its handler once.

const logMethods = ['log', 'info', 'warn', 'error', 'debug', 'trace'];
const maxLines = 1000;
const maxLineLength = 10_000;
const webOfBots = ['TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams'];

/**
 * Medplum puts a Bot's code in front of this. So it is one script with it: code that ends with a function and no semicolon
 * calls that function with what follows, here as there.
 */
const afterCode = `
(async () => {
  const { bot, baseUrl, accessToken, requester, contentType, secrets, traceId, headers, responseStream } = event;
  const medplum = new MedplumClient({
    baseUrl,
    fetch: (url, options = {}) => {
      const trace = traceId === undefined ? {} : { 'X-Trace-Id': traceId, traceparent: traceId };
      return fetch(url, { ...options, headers: { ...options.headers, ...trace } });
    },
  });
  medplum.setAccessToken(accessToken);
  try {
    const isHl7 = contentType === ContentType.HL7_V2;
    const input = isHl7 && event.input ? Hl7Message.parse(event.input) : event.input;
    const given = { bot, requester, input, contentType, secrets, traceId, headers, responseStream };
    const result = await exports.handler(medplum, given);
    return isHl7 && result ? result.toString() : result;
  } catch (error) {
    if (error instanceof Error) {
      console.log('Unhandled error: ' + error.message + '\\n' + error.stack);
    } else if (typeof error === 'object') {
      console.log('Unhandled error: ' + JSON.stringify(error, undefined, 2));
    } else {
      console.log('Unhandled error: ' + error);
    }
    throw error;
  }
})();
`;

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
    fail: (error) => {
      console.error(`Unhandled error: ${error instanceof Error ? error.stack : String(error)}`);
      fail(bot, error);
    },
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

function fail({ core, send }, error) {
  send(JSON.stringify({ type: 'threw', outcome: core.normalizeOperationOutcome(error) }));
}

async function runHandler(bot, { code, connection, event }) {
  makeGlobals(bot, { ...event, ...connection, defaultHeaders: undefined, responseStream: undefined });
  const returned = await bot.run(`const exports = {};\nconst module = { exports };\n${code}\n${afterCode}`);
  return JSON.stringify(returned);
}

/** The globals that Medplum gives a Bot. */
function makeGlobals({ console, core, fetch, load, web, node }, event) {
  const { ContentType, Hl7Message, MedplumClient } = core;
  const require = (name) => requireModule({ core, load }, name);
  const process = createProcess(node);
  const given = { console, fetch, require, process, ContentType, Hl7Message, MedplumClient, event };
  Object.assign(globalThis, Object.fromEntries(webOfBots.map((name) => [name, web[name]])), given);
  delete globalThis.WebAssembly;
}

/** What Bots ask of their process; there is nothing of the machine in it. */
function createProcess({ version, platform, arch, versions }) {
  const start = Date.now();
  const none = () => undefined;
  const hrtime = () => [Math.floor((Date.now() - start) / 1000), ((Date.now() - start) % 1000) * 1e6];
  hrtime.bigint = () => BigInt(Date.now() - start) * 1_000_000n;
  return {
    version,
    versions: JSON.parse(versions),
    platform,
    arch,
    release: { name: 'node' },
    argv: [],
    env: {},
    execArgv: [],
    execPath: '',
    pid: 1,
    ppid: 0,
    title: 'node',
    cwd: () => '/',
    exit: () => {
      throw new Error('A Bot cannot end its process');
    },
    hrtime,
    memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
    nextTick: (run, ...values) => void Promise.resolve().then(() => run(...values)),
    on: none,
    once: none,
    off: none,
    emit: () => false,
    emitWarning: none,
    uptime: () => (Date.now() - start) / 1000,
  };
}

function requireModule({ core, load }, name) {
  const plain = String(name).replace(/^node:/, '');
  const loaded = plain === '@medplum/core' ? core : load(plain);
  if (loaded === undefined) {
    throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
  }
  return loaded;
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
