import { agentCosts } from './agent-costs.ts';
import { fhirCosts, searchGrowth } from './fhir-costs.ts';
import type { Figure } from './figure.ts';
import { firstScreenSize } from './first-screen-size.ts';
import { proxyCosts } from './proxy-costs.ts';
import { requestCosts } from './request-costs.ts';
import { signInTimes } from './sign-in-times.ts';
import { startTimes } from './start-times.ts';
import { tokenCosts } from './token-costs.ts';

const suites: Record<string, () => Promise<Figure[]>> = {
  start: startTimes,
  requests: requestCosts,
  tokens: tokenCosts,
  fhir: fhirCosts,
  searches: searchGrowth,
  bundle: firstScreenSize,
  'sign-in': signInTimes,
  agent: agentCosts,
  proxy: proxyCosts,
};

async function main(names: readonly string[]): Promise<number> {
  const chosen = names.length > 0 ? names : Object.keys(suites);
  for (const name of chosen) {
    const suite = suites[name];
    if (!suite) {
      console.error(`No benchmark is named ${name}. There are: ${Object.keys(suites).join(', ')}.`);
      return 2;
    }
    console.log(`\n== ${name}`);
    for (const { what, value, goal } of await suite()) {
      console.log(`  ${what.padEnd(58)}${value.padStart(14)}   ${goal}`);
    }
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
