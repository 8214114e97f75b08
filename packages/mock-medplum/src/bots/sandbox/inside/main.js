// The program of the process in which one deployed Bot runs. It comes by --eval and reads no file: everything else comes
// as lines of JSON on file descriptor 0, and answers go to 1. There is no socket, pipe or IPC object whose constructor
// could make another one.

const { getBuiltinModule, reallyExit } = process;
const { openSync, read, writeSync } = getBuiltinModule('node:fs');
const { constants, createContext, runInContext, runInThisContext } = getBuiltinModule('node:vm');
const { format } = getBuiltinModule('node:util');
const isWindows = process.platform === 'win32';

/** Classes and functions of the web platform that compute and keep nothing open. */
const webNames = [
  'AbortController,AbortSignal,atob,Blob,btoa,Buffer,clearInterval,clearTimeout,crypto,Event,EventTarget,File',
  'FormData,Headers,ReadableStream,Request,Response,setInterval,setTimeout,TextDecoder,TextEncoder,TransformStream',
  'URL,URLSearchParams,WritableStream',
].flatMap((names) => names.split(','));

/** The modules that compute and reach nothing outside the process. */
const loadable = Object.freeze({
  __proto__: null,
  assert: true,
  'assert/strict': true,
  buffer: true,
  crypto: true,
  events: true,
  path: true,
  'path/posix': true,
  querystring: true,
  stream: true,
  'stream/promises': true,
  string_decoder: true,
  timers: true,
  'timers/promises': true,
  url: true,
  util: true,
  zlib: true,
});

/** What the realm of the Bot is given. The Bot may replace methods of this realm's prototypes, so nothing here trusts one. */
const host = {
  send: (line) => {
    let bytes = Buffer.from(`${line}\n`);
    while (bytes.length > 0) {
      bytes = bytes.subarray(writeSync(1, bytes));
    }
  },
  load: (name) => (typeof name === 'string' && name in loadable ? getBuiltinModule(name) : undefined),
  format: (values) => format(...values),
  node: {
    __proto__: null,
    version: process.version,
    platform: process.platform,
    arch: process.arch,
    versions: JSON.stringify(process.versions),
  },
  web: Object.fromEntries(webNames.map((name) => [name, globalThis[name]])),
};

let bot;
let pending = [];

/** The first line brings the scripts; the realm of the Bot gets the others as they are. */
function takeLine(line) {
  if (bot) {
    bot.receive(line);
    return;
  }
  const scripts = JSON.parse(line);
  const closeRoads = runInThisContext(scripts.closeRoads, { filename: 'close-roads.js' });
  const context = createContext(constants.DONT_CONTEXTIFY, { codeGeneration: { strings: true, wasm: false } });
  const evaluate = (code, filename) => runInContext(code, context, { filename });
  host.run = (code) => evaluate(code, 'index.js');
  host.createBotFetch = evaluate(scripts.botFetch, 'bot-fetch.js');
  host.evaluateCore = evaluate(scripts.core, '@medplum/core');
  const startBot = evaluate(scripts.runBot, 'run-bot.js');
  closeRoads(Reflect.ownKeys(context));
  fillDescriptors();
  bot = startBot(host);
  host.send('{"type":"started"}');
}

/** Leaves no file descriptor of those that the shell allowed, so that the kernel refuses a new file or socket. */
function fillDescriptors() {
  if (isWindows) {
    return;
  }
  try {
    for (;;) {
      openSync('/dev/null');
    }
  } catch {
    // None is left.
  }
}

function readOn() {
  const chunk = Buffer.allocUnsafe(65_536);
  read(0, chunk, 0, chunk.length, null, (error, size) => {
    if (error || size === 0) {
      // The mock is gone.
      reallyExit(0);
    }
    takeBytes(chunk.subarray(0, size));
    readOn();
  });
}

function takeBytes(bytes) {
  let rest = bytes;
  for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
    const line = Buffer.concat([...pending, rest.subarray(0, end)]).toString();
    pending = [];
    rest = rest.subarray(end + 1);
    takeLine(line);
  }
  pending.push(rest);
}

// Node would wait for the read that is under way before it ends.
process.on('uncaughtException', (error) => bot?.fail(error));
readOn();
