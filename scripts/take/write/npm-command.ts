/** How npm is started: as the npm that started this process was, where there is one. */
export function npmCommand(): readonly [program: string, ...args: string[]] {
  const { npm_execpath: own } = process.env;
  return own ? [process.execPath, own] : ['npm'];
}
