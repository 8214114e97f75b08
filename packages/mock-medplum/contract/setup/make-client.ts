import { type Json, textMember } from '#contract/answer.ts';
import { bearer, type HttpClient } from '#contract/http-client.ts';
import type { Client } from './setup.ts';

type Owner = Readonly<{ ownerToken: string; projectId: string }>;
type Wanted = Readonly<{ name: string; client?: object; membership?: object; accessPolicy?: string | undefined }>;

/** Makes a client, and changes it and its membership the way that a project's administrator does. */
export async function makeClient(http: HttpClient, { ownerToken, projectId }: Owner, wanted: Wanted): Promise<Client> {
  const { name, client = {}, membership = {}, accessPolicy } = wanted;
  const headers = bearer(ownerToken);
  const policy = accessPolicy === undefined ? {} : { accessPolicy: { reference: `AccessPolicy/${accessPolicy}` } };
  const made = await http.postJson(
    `admin/projects/${projectId}/client`,
    { name, description: name, ...policy },
    headers,
  );
  const id = textMember(made, 'id');
  if (Object.keys(client).length > 0) {
    const current = (await http.fhir('GET', `ClientApplication/${id}`, headers)).body as Json;
    const changed = await http.fhir('PUT', `ClientApplication/${id}`, headers, { ...current, ...client });
    textMember(changed, 'id');
  }
  const found = await findMembership(http, ownerToken, `ClientApplication/${id}`);
  if (Object.keys(membership).length > 0) {
    const path = `ProjectMembership/${String(found['id'])}`;
    textMember(await http.fhir('PUT', path, headers, { ...found, ...membership }), 'id');
  }
  return { id, secret: textMember(made, 'secret'), membershipId: String(found['id']) };
}

/** Finds the membership of a profile, as the project's owner. */
export async function findMembership(http: HttpClient, ownerToken: string, profile: string): Promise<Json> {
  const answer = await http.fhir('GET', `ProjectMembership?profile=${profile}`, bearer(ownerToken));
  const [entry] = (answer.body as { entry?: { resource: Json }[] }).entry ?? [];
  if (!entry) {
    throw new Error(`No membership of ${profile}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
  return entry.resource;
}
