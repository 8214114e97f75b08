import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const builtTexts = new Map<string, string>();

/**
 * Makes sure that built pages or scripts have these texts, as replacing one that is nowhere would change nothing.
 *
 * @throws Error that names the first text that is missing.
 */
export function requireTexts(folder: string, texts: readonly string[]): void {
  const built = builtTexts.get(folder) ?? readPagesAndScripts(folder);
  builtTexts.set(folder, built);
  const missing = texts.find((text) => !built.includes(text));
  if (missing !== undefined) {
    throw new Error(`The built spa-client does not have the text ${JSON.stringify(missing)}.`);
  }
}

function readPagesAndScripts(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(html|js)$/.test(name));
  return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
}
