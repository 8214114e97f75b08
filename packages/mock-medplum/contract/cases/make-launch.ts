import { textMember } from '#contract/answer.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { asConfidential } from './as-confidential.ts';

/** What an EHR does before it opens an app for a patient; the id goes into the app's address. */
export async function makeLaunch(setup: Setup, patient: string): Promise<string> {
  const resource = { resourceType: 'SmartAppLaunch', patient: { reference: `Patient/${patient}` } };
  return textMember(await asConfidential(setup, 'POST', 'SmartAppLaunch', resource), 'id');
}
