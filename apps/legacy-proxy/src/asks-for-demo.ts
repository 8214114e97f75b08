import { ConfigError, isLoopbackOrigin } from '@auth-patterns/auth-config';

const exampleSessionSecret = 'example-only-session-secret-make-your-own';

type DemoSettings = Readonly<{
  /** Value of LEGACY_PROXY_SEED_DEMO. */
  setting: string | undefined;
  medplumUrl: string;
  publicOrigin: string | undefined;
  sessionSecret: string;
}>;

/**
 * Tells whether the demo was asked for by name. `true` asks for one that stays on this machine. Elsewhere the value
 * must be Medplum's own address: whoever edits MEDPLUM_BASE_URL alone gets no public passwords in a hospital.
 */
export function asksForDemo(settings: DemoSettings): boolean {
  const isDemo = isAskedFor(settings);
  if (!isDemo && settings.sessionSecret === exampleSessionSecret) {
    const demo = staysHere(settings) ? 'add the line LEGACY_PROXY_SEED_DEMO=true to .env for the demo, or ' : '';
    throw new ConfigError([
      {
        variable: 'SESSION_SECRET',
        problem: `is the public example, and the demo is not asked for: ${demo}run openssl rand -base64 32 for a secret of your own`,
      },
    ]);
  }
  return isDemo;
}

function isAskedFor(settings: DemoSettings): boolean {
  const { setting, medplumUrl } = settings;
  if (setting === undefined || setting === 'false') {
    return false;
  }
  if (setting === 'true') {
    if (staysHere(settings)) {
      return true;
    }
    throw refusal(
      'is true, which is for a demo on this machine alone: remove the line, or, to let the public demo passwords open this Medplum, set it to the value of MEDPLUM_BASE_URL',
    );
  }
  if (URL.canParse(setting) && baseUrl(setting) === baseUrl(medplumUrl)) {
    return true;
  }
  throw refusal('must be true, false or the value of MEDPLUM_BASE_URL: remove the line if you want no demo');
}

function staysHere({ medplumUrl, publicOrigin }: DemoSettings): boolean {
  return [new URL(medplumUrl).origin, ...(publicOrigin === undefined ? [] : [publicOrigin])].every(isLoopbackOrigin);
}

function baseUrl(value: string): string {
  return new URL(value.endsWith('/') ? value : `${value}/`).href;
}

function refusal(problem: string): ConfigError {
  return new ConfigError([{ variable: 'LEGACY_PROXY_SEED_DEMO', problem }]);
}
