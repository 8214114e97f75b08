import type { MockIdp } from '@auth-patterns/mock-idp';
import { withServerProvider } from '#on-server/with-server-provider.ts';
import { test as storyTest } from './house-test.ts';

/** `test` with a story, and the identity provider that the running house knows. */
export const test = storyTest.extend<{ provider: Pick<MockIdp, 'issuer'> }>({
  provider: async ({ house }, use) => {
    if (house.onServer) {
      await withServerProvider(house, use);
      return;
    }
    await use({ issuer: house.urls.idp });
  },
});

export { expect } from '@playwright/test';
