import { medplumEndpoints } from '@auth-patterns/auth-config';
import { fault, ok, type Finding } from '#doctor/finding.ts';
import { ask, readJson, type Outside } from '#doctor/outside.ts';

type AdministratorsClient = Readonly<{
  clientId: string;
  clientSecret: string;
  /** References of ProjectMemberships by the user name at the legacy application. */
  memberships: ReadonlyMap<string, string>;
}>;

/** Whether the client with which a server acts on behalf of its users may do that, for each of them. */
export async function administratorsClient(
  baseUrl: string,
  { clientId, clientSecret, memberships }: AdministratorsClient,
  outside: Pick<Outside, 'fetch'>,
): Promise<readonly Finding[]> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const url = medplumEndpoints(baseUrl).token;
  const answer = await ask(outside, url, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: token, error_description: said } = answer ? await readJson(answer) : {};
  if (typeof token !== 'string') {
    const why = typeof said === 'string' ? said : 'no reason is given';
    return [
      fault(
        'client',
        `The administrator's client, for on-behalf-of, is refused: ${why}`,
        'Correct LEGACY_PROXY_ADMIN_CLIENT_ID and LEGACY_PROXY_ADMIN_CLIENT_SECRET, or delete both to do without.',
      ),
    ];
  }
  return whomItActsFor(memberships, async (headers) =>
    ask(outside, new URL('auth/me', baseUrl).href, { headers: { authorization: `Bearer ${token}`, ...headers } }),
  );
}

async function whomItActsFor(
  memberships: AdministratorsClient['memberships'],
  askWhoIAm: (headers: Readonly<Record<string, string>>) => Promise<Response | undefined>,
): Promise<readonly Finding[]> {
  const me = await askWhoIAm({});
  const { membership } = (me?.ok ? await readJson(me) : {}) as Readonly<{ membership?: { admin?: boolean } }>;
  if (!membership?.admin) {
    return [
      fault(
        'client',
        "The administrator's client is none, so Medplum refuses to act on behalf of anybody (403).",
        'Tick Admin at its ProjectMembership: Project admin → Clients.',
      ),
    ];
  }
  const unknown: Finding[] = [];
  for (const [user, reference] of memberships) {
    if (!(await askWhoIAm({ 'x-medplum-on-behalf-of': reference }))?.ok) {
      const fix =
        'Correct LEGACY_PROXY_MEMBERSHIPS (the membership has to be active, in the same Project), and let the AccessPolicy of that client read the profile, such as Practitioner.';
      unknown.push(fault('client', `Medplum does not act on behalf of ${user}, who is mapped to ${reference}.`, fix));
    }
  }
  const users = [...memberships.keys()].join(', ');
  return unknown.length > 0 ? unknown : [ok('client', `The administrator's client acts for ${users}`)];
}
