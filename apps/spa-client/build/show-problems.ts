import { ConfigError } from '@auth-patterns/auth-config';
import type { Plugin } from 'vite';

/** Stops a build when settings are missing. The dev server goes on, with a page that names them in place of the app. */
export function showProblems(problems: ConfigError['problems']): Plugin {
  return {
    name: 'show-problems',
    configResolved: ({ command }) => {
      if (command === 'build') {
        throw oneLine(new ConfigError(problems).message);
      }
    },
    transformIndexHtml: { order: 'pre', handler: () => pageOf(problems) },
  };
}

/** Vite prints an error's stack and fields, which would bury the name of the variable. */
export function oneLine(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}

function pageOf(problems: ConfigError['problems']): string {
  const lines = problems.map(({ variable, problem }) => `<li><code>${escape(variable)}</code> ${escape(problem)}</li>`);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>This app is not configured yet</title>
    <style>
      body { max-width: 40rem; margin: 3rem auto; padding-inline: 1rem; font: 1rem/1.55 system-ui, sans-serif; }
      li { margin-block: 0.5rem; overflow-wrap: anywhere; }
    </style>
  </head>
  <body>
    <main>
      <h1>This app is not configured yet</h1>
      <ul>${lines.join('')}</ul>
      <p>Copy <code>.env.example</code> to <code>.env</code> in the app’s folder, adjust it, and reload this page.</p>
    </main>
  </body>
</html>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Variables of the process may have any name. */
function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');
}
