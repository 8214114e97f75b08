import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Globals that the SDK reads. A Bot gets fewer. */
const coreGlobals =
  'AbortController, Blob, Buffer, Event, EventTarget, FormData, File, Headers, Request, Response, ReadableStream, ' +
  'TextDecoder, TextEncoder, URL, URLSearchParams, WebSocket, atob, btoa, clearInterval, clearTimeout, console, crypto, ' +
  'fetch, setInterval, setTimeout';

let scripts: string | undefined;

/** The program of the process, for `--eval`. */
export function mainProgram(): string {
  return `(() => { 'use strict';\n${readInside('main.js')}\n})()`;
}

/** Returns the first line that a process gets: the scripts that it runs, and the SDK, which it may not read itself. */
export function firstLine(): string {
  scripts ??= JSON.stringify({
    closeRoads: asExpression('close-roads.js', 'closeRoads'),
    botFetch: asExpression('bot-fetch.js', 'createBotFetch'),
    runBot: asExpression('run-bot.js', 'startBot'),
    core: wrapCore(readFileSync(createRequire(import.meta.url).resolve('@medplum/core'), 'utf8')),
  });
  return scripts;
}

function readInside(name: string): string {
  return readFileSync(new URL(`./inside/${name}`, import.meta.url), 'utf8');
}

/** Makes of a module that exports one function an expression that is this function. */
function asExpression(name: string, exported: string): string {
  const source = readInside(name).replace(/^export /m, '');
  return `(() => { 'use strict';\n${source}\nreturn ${exported};\n})()`;
}

function wrapCore(source: string): string {
  return `(function (web, module) {
    const { ${coreGlobals} } = web;
    (function (exports) {${source}
    })(module.exports);
  })`;
}
