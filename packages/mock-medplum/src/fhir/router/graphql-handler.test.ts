import { expect, test, vi } from 'vitest';

test('[M7] GraphQL schema, when a search loads a type that no query names, is kept', async () => {
  // What other tests loaded would hide it.
  vi.resetModules();
  const { loadDefinitions, loadResourceType } = await import('#definitions/load-definitions.ts');
  const { graphqlHandler } = await import('./graphql-handler.ts');
  const handlerFor = async (query: string): ReturnType<typeof graphqlHandler> =>
    graphqlHandler({ query, stored: [], introspectionEnabled: false });
  loadDefinitions();
  const before = await handlerFor('{ PatientList { id } }');

  loadResourceType('Account');

  expect(await handlerFor('{ PatientList { name { family } } }')).toBe(before);
  expect(await handlerFor('{ AccountList { id } }')).not.toBe(before);
});
