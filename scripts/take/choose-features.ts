import { cancel, isCancel, log, multiselect } from '@clack/prompts';
import type { Starter } from './source/starter.ts';

/** Asks in the terminal which features to take. @returns undefined when whoever was asked gave up. */
export async function chooseFeatures({ name, features }: Starter): Promise<readonly string[] | undefined> {
  for (const feature of features.filter(({ needsOtherApp }) => needsOtherApp)) {
    log.info(
      `${feature.name} is not offered: it hands over to another app of this repository. Copy its folder by hand.`,
    );
  }
  const answer = await multiselect({
    message: `What should ${name} have beside its core? Space chooses, Enter goes on.`,
    options: features
      .filter(({ needsOtherApp }) => !needsOtherApp)
      .map((feature) => ({ value: feature.name, label: `${feature.name}: ${feature.text}` })),
    required: false,
  });
  if (isCancel(answer)) {
    cancel('Nothing was taken.');
    return undefined;
  }
  return answer;
}
