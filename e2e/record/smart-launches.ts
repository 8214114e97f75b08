import { demoAccount } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { Locator, Page } from '@playwright/test';

/** Stores a launch as an EHR does, signed in as a practitioner. */
export async function makeLaunch({ request }: Page, tenant: ControlClient, patientId: string): Promise<string> {
  const { accessToken } = await tenant.makeSession({ user: demoAccount('Maya').email });
  const answer = await request.post(`${tenant.baseUrl}fhir/R4/SmartAppLaunch`, {
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/fhir+json' },
    data: { resourceType: 'SmartAppLaunch', patient: { reference: `Patient/${patientId}` } },
  });
  return ((await answer.json()) as { id: string }).id;
}

export function launchUrl(appUrl: string, baseUrl: string, launch: string): string {
  return `${appUrl}/smart/launch?${new URLSearchParams({ iss: `${baseUrl}fhir/R4`, launch })}`;
}

/** Whom the launched app is about. */
export function patientBanner(page: Page): Locator {
  return page.getByRole('region', { name: 'Patient', exact: true });
}
