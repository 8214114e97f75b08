import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '#test/run-step.ts';
import type { Markdown } from './markdown.ts';

const builtIn = new Set(['ci', 'install', 'pack', 'uninstall', 'view']);

/** Commands in code blocks and in `code` whose npm script, or whose file for Node, does not exist. */
export function brokenCommands({ path, text, packageFolder }: Markdown): string[] {
  const code = [...text.matchAll(/^```(?:sh|bash|console)\n([\s\S]*?)^```/gm), ...text.matchAll(/`([^`\n]+)`/g)];
  const lines = code.flatMap(([, body = '']) => body.split('\n'));
  return lines.flatMap((line) => problemOf(line, packageFolder) ?? []).map((problem) => `${path}: ${problem}`);
}

function problemOf(line: string, packageFolder: string): string | undefined {
  const npm = /\bnpm (?<first>run )?(?<name>[\w:-]+)(?<rest>.*)/.exec(line)?.groups;
  if (npm && (npm['first'] || !builtIn.has(npm['name'] ?? ''))) {
    const workspace = /(?:-w|--workspace)[ =](?<folder>[\w./@-]+)/.exec(line)?.groups?.['folder'];
    const folders = workspace ? [workspaceFolder(workspace)] : [packageFolder, root];
    return folders.some((folder) => scripts(folder).includes(npm['name'] ?? ''))
      ? undefined
      : `no script for "${line.trim()}"`;
  }
  const script = /\bnode (?:--[\w-]+(?:=\S+)? )*(?<file>[\w./-]+\.(?:ts|mjs))/.exec(line)?.groups?.['file'];
  if (script && ![packageFolder, root].some((folder) => existsSync(join(folder, script)))) {
    return `no file for "${line.trim()}"`;
  }
  return undefined;
}

/** A workspace is named by its folder or by its package. */
function workspaceFolder(name: string): string {
  const inPackages = join(root, 'packages', basename(name));
  const inApps = join(root, 'apps', basename(name));
  return name.startsWith('@') ? (existsSync(inApps) ? inApps : inPackages) : join(root, name);
}

function scripts(folder: string): string[] {
  const file = join(folder, 'package.json');
  return existsSync(file)
    ? Object.keys((JSON.parse(readFileSync(file, 'utf8')) as { scripts?: object }).scripts ?? {})
    : [];
}
