import { medplumEndpoints } from '@auth-patterns/auth-config';
import { fault, note, ok, type Finding } from '#doctor/finding.ts';
import type { Outside } from '#doctor/outside.ts';
import { preflight, type PageRequest } from './preflight.ts';

const strangersOrigin = 'https://stranger.example';

/** Whether a browser lets pages of this origin call the server, as the SDK does: with credentials and its own header. */
export async function cors(
  baseUrl: string,
  origin: string,
  outside: Pick<Outside, 'fetch'>,
): Promise<readonly Finding[]> {
  const { fhir, token } = medplumEndpoints(baseUrl);
  const read = { url: `${fhir}/Patient`, method: 'GET', headers: ['authorization', 'x-medplum'], origin };
  const redeem = { url: token, method: 'POST', headers: ['content-type'], origin };
  const refusals = [...(await refusal(read, outside)), ...(await refusal(redeem, outside))];
  if (refusals.length > 0) {
    const fix = `Add ${origin} to allowedOrigins in the server's settings, and start it again.`;
    return refusals.map((text) => fault('cors', text, fix));
  }
  const toStrangers = await preflight({ ...read, origin: strangersOrigin }, outside);
  return [
    ok('cors', `Pages of ${origin} may call the server`),
    ...(toStrangers.origin === strangersOrigin
      ? [
          note(
            'cors',
            'Pages of every origin may call it.',
            `Name the origins of your apps in allowedOrigins in place of *, ${origin} among them.`,
          ),
        ]
      : []),
  ];
}

async function refusal(request: PageRequest, outside: Pick<Outside, 'fetch'>): Promise<string[]> {
  const { url, method, headers, origin } = request;
  const allowed = await preflight(request, outside);
  const missing = headers.filter((name) => !allowed.headers.includes(name));
  const why =
    allowed.origin !== origin
      ? 'the server does not allow that origin'
      : allowed.credentials !== 'true'
        ? 'the server allows it no credentials'
        : missing.length > 0
          ? `the server allows it no header ${missing.join(', ')}`
          : undefined;
  return why ? [`A browser refuses ${method} ${new URL(url).pathname} to pages of ${origin}: ${why}.`] : [];
}
