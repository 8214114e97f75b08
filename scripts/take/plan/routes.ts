import { isModule } from '#take/fit/place.ts';

/** Addresses of the app that only modules name which are left out. */
export function goneRoutes(
  read: (path: string) => string,
  taken: readonly string[],
  gone: ReadonlySet<string>,
): ReadonlySet<string> {
  const routes = (paths: readonly string[]): readonly string[] =>
    paths
      .filter(isModule)
      .flatMap((path) => [...read(path).matchAll(/['"`](\/[a-z][\w-]*)/g)].map(([, route = '']) => route));
  const kept = new Set(routes(taken));
  return new Set(routes([...gone]).filter((route) => !kept.has(route)));
}
