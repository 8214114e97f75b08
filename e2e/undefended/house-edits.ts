import type { SourceEdit } from './edit-source.ts';

/** The defences of the servers against pages of other sites: each with the attack that it stops. */
export const houseEdits: readonly SourceEdit[] = [
  {
    defence: 'L1 L2 requests and sockets of foreign pages at mock-medplum',
    file: 'packages/mock-medplum/src/http/refuse-foreign-request.ts',
    replace: "  const { host, origin, 'sec-fetch-site': site } = request.headers;\n",
    by: "  if (1) return undefined;\n  const { host, origin, 'sec-fetch-site': site } = request.headers;\n",
  },
  {
    defence: 'L1 requests of foreign pages at mock-idp',
    file: 'packages/mock-idp/src/http/refuse-foreign-request.ts',
    replace: '  return async ({ req }, next) => {\n',
    by: '  return async ({ req }, next) => {\n    if (1) return next();\n',
  },
  {
    defence: 'L1 requests of foreign pages at the start page, the apps and the status page',
    file: 'packages/auth-config/src/refuse-foreign-request.ts',
    replace: '  const code = codeOf(method, headers, audience);\n',
    by: '  const code = undefined;\n',
  },
  {
    defence: 'L1 links of foreign pages make no tenant',
    file: 'packages/mock-medplum/src/server/host-routes.ts',
    replace: 'isFromAnotherSite(request) && !tenants.find(name)',
    by: 'false',
  },
  {
    defence: 'L4 noise before a frame ends the connection',
    file: 'apps/device-agent/src/mllp/frame-decoder.ts',
    replace: "return byte === undefined ? undefined : { type: 'noise', byte };",
    by: 'return undefined;',
  },
  {
    defence: 'L6 requests of foreign pages, and the editor, at the dev server',
    file: 'apps/spa-client/vite.config.ts',
    replace: '      closedServer(),\n',
    by: '',
  },
  {
    // As Vite was before it looked at origins and host names.
    defence: 'L6 files, origins and host names of the dev server',
    file: 'apps/spa-client/vite.config.ts',
    replace: 'cors: false, fs: servedFiles',
    by: 'cors: true, allowedHosts: true',
  },
];
