type Override = Readonly<{ files: readonly string[] }> & Readonly<Record<string, unknown>>;

/** The linter's rules for an app of its own: what they say of other packages is left out. */
export function fitLintConfig(text: string, app: string): string {
  const config = JSON.parse(
    text
      .replaceAll(', @auth-patterns/ for another package', '')
      .replaceAll('@auth-patterns/mock-*', 'mock-*')
      .replaceAll('@auth-patterns/demo-project', '#clinic'),
  ) as Readonly<{ overrides: readonly Override[] }>;
  const overrides = config.overrides.flatMap((override) => {
    const files = override.files.flatMap((glob) => fitGlob(glob, app) ?? []);
    return files.length > 0 ? [{ ...override, files }] : [];
  });
  return JSON.stringify({ ...config, overrides }, null, 2);
}

function fitGlob(glob: string, app: string): string | undefined {
  const own = glob
    .replace(/^apps\/\*\//, '')
    .replace(`apps/${app}/`, '')
    .replace('packages/auth-config/src', 'auth-config');
  return /^(?:apps|packages|bench|labs|scripts\/take)\//.test(own) ? undefined : own;
}
