import { parseEnv } from 'node:util';

/** What stands in `.env.example` is replaced by what is true on the server. */
export type Translation = Readonly<{
  /** Ids, secrets and the address of the demo's server, and what they are on the server. */
  replacements: ReadonlyMap<string, string>;
  /** Where the demo serves the browser app and the identity provider, and where they are served instead. */
  origins: ReadonlyMap<string, string>;
  /** What stands in place of a setting of the demo that this server has nothing for; absent when it stays. */
  withoutDemo: (name: string) => string | undefined;
  /** A value that only this machine has to know, such as a key for cookies. */
  makeSecret: () => string;
}>;

/** New values of a `.env`, and the names of those that a person set. */
export type EnvChanges = Readonly<{ values: ReadonlyMap<string, string>; keptByPerson: readonly string[] }>;

const ownSecret = /^example-only-/;

/**
 * Says what a `.env` should hold. A value is replaced when it is missing, empty, or that of `.env.example`. When a
 * person set one of those that belong together (address, client, secret), all of them stay: half of them would send a
 * secret to the wrong server.
 */
export function envChanges(example: string, current: string | undefined, translation: Translation): EnvChanges {
  const demo = parseEnv(example);
  const now = parseEnv(current ?? example);
  const together = new Map<string, string>();
  const alone = new Map<string, string>();
  for (const [name, value = ''] of Object.entries(demo)) {
    const translated = translate(value, translation.replacements);
    if (ownSecret.test(value)) {
      alone.set(name, translation.makeSecret());
    } else if (translation.withoutDemo(name) !== undefined) {
      alone.set(name, translation.withoutDemo(name) ?? '');
    } else if (translated !== value) {
      together.set(name, translated);
    } else if (moved(value, translation) !== value) {
      alone.set(name, moved(value, translation));
    }
  }
  const isDemo = (name: string): boolean => !now[name] || now[name] === demo[name];
  const keptByPerson = [...together]
    .filter(([name, value]) => !isDemo(name) && now[name] !== value)
    .map(([name]) => name);
  const changes = [...together, ...[...alone].filter(([name]) => now[name] !== undefined && isDemo(name))];
  const values = keptByPerson.length === 0 ? changes.filter(([name, value]) => now[name] !== value) : [];
  return { values: new Map(values), keptByPerson };
}

/** What `.env.example` says again, wherever the value is the server's, or was emptied for it. */
export function envDemoValues(example: string, current: string, translation: Translation): ReadonlyMap<string, string> {
  const now = parseEnv(current);
  const entries = Object.entries(parseEnv(example)).map(([name, value = '']) => [name, value] as const);
  const ofServer = entries.filter(([name, value]) => {
    const translated = moved(translate(value, translation.replacements), translation);
    return translated !== value && now[name] === translated;
  });
  const emptied = entries.filter(([name]) => now[name] !== undefined && now[name] === translation.withoutDemo(name));
  return new Map(ofServer.length > 0 ? [...ofServer, ...emptied] : []);
}

/** Replaces lines of a `.env`, and leaves all others as they are. */
export function withValues(text: string, values: ReadonlyMap<string, string>): string {
  const rest = new Map(values);
  const lines = text.split('\n').map((line) => {
    const name = /^\s*(?:export\s+)?(\w+)\s*=/.exec(line)?.[1] ?? '';
    const value = rest.get(name);
    rest.delete(name);
    return value === undefined ? line : `${name}=${value}`;
  });
  const added = [...rest].map(([name, value]) => `${name}=${value}`);
  return added.length > 0 ? `${lines.join('\n').replace(/\n*$/, '\n')}${added.join('\n')}\n` : lines.join('\n');
}

function moved(value: string, { origins }: Translation): string {
  const found = [...origins].find(([from]) => value === from || value.startsWith(`${from}/`));
  return found ? found[1] + value.slice(found[0].length) : value;
}

function translate(value: string, replacements: ReadonlyMap<string, string>): string {
  let text = value;
  for (const [from, to] of replacements) {
    text = text.replaceAll(from, to);
  }
  return text;
}
