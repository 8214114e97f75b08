import { runAgent } from '#house/run-agent.ts';
import { expect, test } from '#story/house-test.ts';

test('[D2] device-agent, that sends its secret with each request, reaches its device and nobody’s chart', async ({
  house,
}, { outputDir }) => {
  const settings = { DEVICE_AGENT_BASIC: 'on', DEVICE_AGENT_CREDENTIALS: 'basic' };

  const printed = await runAgent(['check'], house, outputDir, settings);

  expect(printed).toMatch(/signed in as .* with basic$/m);
  expect(printed).not.toContain('FAIL');
  expect(printed).not.toContain(house.secrets.deviceAgent);
});
