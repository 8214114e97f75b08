import { type LoginState, MedplumClient } from '@medplum/core';
import { test } from 'vitest';
import { type ControlClient, createControlClient } from '#control-client/control-client.ts';
import type { SessionOptions } from '#control/session-options.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { type MockMedplum, type MockMedplumOptions, startMockMedplum } from './start-mock-medplum.ts';

/** A tenant of its own for one test. */
export type MedplumFixture = Readonly<{
  /** What a client under test is given. */
  baseUrl: string;
  /** Moves its clock, breaks its answers, reads its log, makes tokens. */
  control: ControlClient;
  /** A client of Medplum's SDK that is signed in already, as a user or as a client. */
  signIn: (options: SessionOptions) => Promise<MedplumClient>;
  /** The tenant behind the wire. */
  tenant: () => Tenant | undefined;
}>;

/**
 * Makes a `test` for Vitest whose tests each get a tenant of their own, in a few milliseconds:
 *
 * ```ts
 * const test = createMedplumTest({ project });
 * test('…', async ({ medplum }) => { const client = await medplum.signIn({ user: 'paula@example.com' }); });
 * ```
 */
export function createMedplumTest(options: MockMedplumOptions): ReturnType<typeof extendTest> {
  return extendTest(options);
}

function extendTest(options: MockMedplumOptions) {
  return (
    test
      // oxlint-disable-next-line no-empty-pattern -- Vitest reads the names that a fixture needs
      .extend('mock', { scope: 'file' }, async ({}, { onCleanup }) => {
        const mock = await startMockMedplum({ ...options, control: true });
        onCleanup(async () => mock.close());
        return mock;
      })
      .extend('medplum', async ({ mock }, { onCleanup }) => {
        const control = await createControlClient(mock.baseUrl).tenants.create();
        const name = nameOf(control.baseUrl);
        onCleanup(() => void mock.tenants.close(name));
        return medplumFixture(mock, control);
      })
  );
}

function nameOf(baseUrl: string): string {
  return new URL(baseUrl).pathname.split('/').at(-2) ?? '';
}

function medplumFixture(mock: MockMedplum, control: ControlClient): MedplumFixture {
  const { baseUrl } = control;
  return {
    baseUrl,
    control,
    tenant: () => mock.tenants.find(nameOf(baseUrl))?.tenant,
    signIn: async (options) => {
      const { accessToken, refreshToken, profile, project } = await control.makeSession(options);
      const client = new MedplumClient({ baseUrl });
      const login = { accessToken, ...(refreshToken && { refreshToken }), profile, project };
      await client.setActiveLogin(login as LoginState);
      return client;
    },
  };
}
