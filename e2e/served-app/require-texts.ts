import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes sure that built pages or scripts have these texts, as replacing one that is nowhere would change nothing.
 *
 * @throws Error that names the first text that is missing.
 */
export function requireTexts(folder: string, texts: readonly string[]): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(html|js)$/.test(name));
  const built = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  const missing = texts.find((text) => !built.includes(text));
  if (missing !== undefined) {
    throw new Error(`The built spa-client does not have the text ${JSON.stringify(missing)}.`);
  }
}
