type TsConfig = Readonly<{ compilerOptions?: object; include?: readonly string[] }>;

/** The app's `tsconfig.json` beside the base, and those of its tests in a browser and its scripts. */
export function fitTsconfigs(app: string, e2e: string, scripts: string): Readonly<Record<string, string>> {
  const move = (text: string, base: string, beside: readonly string[] = []): string => {
    const { compilerOptions, include = [] } = JSON.parse(text) as TsConfig;
    return JSON.stringify({ extends: base, compilerOptions, include: [...include, ...beside] });
  };
  return {
    'tsconfig.json': move(app, './tsconfig.base.json', ['auth-config']),
    'e2e/tsconfig.json': move(e2e, '../tsconfig.base.json'),
    'scripts/tsconfig.json': move(scripts, '../tsconfig.base.json'),
  };
}
