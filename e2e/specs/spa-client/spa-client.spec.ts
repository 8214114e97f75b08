import { demoIds } from '@auth-patterns/demo-project';
import type { AuditEvent, Bundle } from '@medplum/fhirtypes';
import { ownerSession } from '#record/owner-session.ts';
import { signInAtChart, signOutAtLast } from '#story/redirect-story.ts';
import { expect, test } from '#story/test.ts';

test('[C1] spa-client, when a practitioner signs in by redirect, reads what Medplum records as read by her', async ({
  page,
  app,
  tenant,
  story,
}) => {
  const told = { page, app, story };
  await signInAtChart(told);
  await signOutAtLast(told);

  const owner = await ownerSession(tenant.baseUrl);
  const audit = await owner.read<Bundle<AuditEvent>>(`AuditEvent?entity=Patient/${demoIds.patients.theo}`);
  const agents = audit.entry?.flatMap(({ resource }) => resource?.agent.map(({ who }) => who?.reference));
  expect(agents).toContain(`Practitioner/${demoIds.practitioners.maya}`);
  expect(agents).toContain(`ClientApplication/${demoIds.clients.spaClient}`);
});
