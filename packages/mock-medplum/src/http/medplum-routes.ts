// Every route of Medplum 5.1.29, in the order of its routers. `server/medplum-routes.test.ts` asks each of them, and
// compares those that are not served with DIFFERENCES.md. Medplum's `/mcp` is off unless a server switches it on.

/** Routes that the mock serves. Methods that share a path are separated by `|`. */
export const servedRoutes: readonly string[] = [
  'GET /',
  'GET /robots.txt',
  'GET /healthcheck',
  ...['jwks.json', 'oauth-authorization-server', 'openid-configuration', 'oauth-protected-resource'].map(
    (name) => `GET /.well-known/${name}`,
  ),
  'GET /.well-known/smart-configuration',
  'GET /.well-known/smart-styles.json',
  'POST /admin/projects/setpassword',
  'POST /admin/super/setpassword',
  ...['bot', 'client', 'invite', 'settings', 'secrets', 'sites'].map(
    (name) => `POST /admin/projects/:projectId/${name}`,
  ),
  'GET /admin/projects/:projectId',
  'GET|POST|DELETE /admin/projects/:projectId/members/:membershipId',
  'POST /admin/projects/:projectId/members/:membershipId/mfa/reset',
  'POST /admin/projects/:projectId/members/:membershipId/resetpassword',
  'GET /auth/mfa/status',
  ...['login-enroll', 'enroll', 'verify', 'send-email', 'send-email-challenge', 'disable'].map(
    (name) => `POST /auth/mfa/${name}`,
  ),
  'GET /auth/external',
  'GET /auth/me',
  ...['method', 'newuser', 'newproject', 'newpatient', 'login', 'profile', 'scope', 'changepassword'].map(
    (name) => `POST /auth/${name}`,
  ),
  ...['resetpassword', 'setpassword', 'verifyemail', 'google', 'exchange', 'revoke', 'preauthorize'].map(
    (name) => `POST /auth/${name}`,
  ),
  'GET /auth/login/:login',
  'GET /auth/clientinfo/:clientId',
  'GET|POST /oauth2/authorize',
  'POST /oauth2/token',
  'GET|POST /oauth2/userinfo',
  'GET|POST /oauth2/logout',
  'POST /oauth2/introspect',
  'POST /oauth2/register',
  'GET /storage/:id/:versionId',
  'POST /webhook/:id',
  'GET /fhir/R4/metadata',
  'GET /fhir/R4/$versions',
  'GET /fhir/R4/.well-known/smart-configuration',
  'GET /fhir/R4/.well-known/smart-styles.json',
  'POST /fhir/R4/',
  'POST /fhir/R4/$graphql',
  'GET|POST /fhir/R4/:resourceType',
  'POST /fhir/R4/:resourceType/_search',
  'GET|PUT|PATCH|DELETE /fhir/R4/:resourceType/:id',
  'GET /fhir/R4/:resourceType/:id/_history',
  'POST /fhir/R4/:resourceType/$validate',
  'POST /fhir/R4/Agent/$push',
  'POST /fhir/R4/Agent/:id/$push',
  ...['status', 'reload-config', 'upgrade', 'fetch-logs', 'stats'].flatMap((name) => [
    `GET /fhir/R4/Agent/$${name}`,
    `GET /fhir/R4/Agent/:id/$${name}`,
  ]),
  'GET /fhir/R4/Agent/$bulk-status',
  'POST /fhir/R4/Binary',
  'GET|PUT /fhir/R4/Binary/:id',
  'GET /fhir/R4/Binary/:id/$presigned-url',
  'GET|POST /fhir/R4/Bot/$execute',
  'GET|POST /fhir/R4/Bot/:id/$execute',
  'POST /fhir/R4/Bot/:id/$deploy',
  'POST /fhir/R4/ClientApplication/:id/$rotate-secret',
  'GET /fhir/R4/ClientApplication/:id/$smart-launch',
  ...['lookup', 'validate-code', 'subsumes'].flatMap((name) => [
    `GET|POST /fhir/R4/CodeSystem/$${name}`,
    `GET|POST /fhir/R4/CodeSystem/:id/$${name}`,
  ]),
  'GET|DELETE /fhir/R4/job/:id/status',
  'GET|POST /fhir/R4/Patient/:id/$everything',
  'POST /fhir/R4/StructureDefinition/$expand-profile',
  'GET /fhir/R4/Subscription/:id/$get-ws-binding-token',
  'GET|POST /fhir/R4/ValueSet/$expand',
  'GET|POST /fhir/R4/ValueSet/$validate-code',
  'GET|POST /fhir/R4/ValueSet/:id/$validate-code',
];

/** Routes below `/fhir/R4` that the mock does not serve, by what they are for. */
export const fhirRoutesNotServed: Readonly<Record<string, readonly string[]>> = {
  'Bulk data': [
    'GET|POST /fhir/R4/$export',
    'GET|POST /fhir/R4/Patient/$export',
    'GET|POST /fhir/R4/Group/:id/$export',
    'GET /fhir/R4/bulkdata/export/:id',
    'DELETE /fhir/R4/bulkdata/export/:id',
    'GET /fhir/R4/:resourceType/$csv',
  ],
  'Clinical reasoning': [
    'POST /fhir/R4/PlanDefinition/:id/$apply',
    'POST /fhir/R4/ChargeItemDefinition/:id/$apply',
    'POST /fhir/R4/Measure/:id/$evaluate-measure',
    'GET|POST /fhir/R4/QuestionnaireResponse/:id/$extract',
    'POST /fhir/R4/QuestionnaireResponse/$extract',
  ],
  'Documents and health cards': [
    'GET|POST /fhir/R4/Patient/:id/$summary',
    'GET|POST /fhir/R4/Patient/:id/$ccda-export',
    'POST /fhir/R4/Patient/:id/$generate-smart-health-card',
    'POST /fhir/R4/$verify-smart-health-card',
    'POST /fhir/R4/Patient/:id/$generate-smart-health-link',
    'POST /fhir/R4/$resolve-smart-health-link',
  ],
  'Claims and scheduling': [
    'POST /fhir/R4/Claim/$export',
    'GET /fhir/R4/Claim/:id/$export',
    'POST /fhir/R4/Claim/$submit',
    'POST /fhir/R4/Claim/:id/$submit',
    'POST /fhir/R4/CoverageEligibilityRequest/$submit',
    'POST /fhir/R4/CoverageEligibilityRequest/:id/$submit',
    'GET /fhir/R4/Appointment/$find',
    'POST /fhir/R4/Appointment/$book',
    'POST /fhir/R4/Appointment/$hold',
    'POST /fhir/R4/Appointment/:id/$cancel',
    'POST /fhir/R4/Appointment/:id/$confirm',
  ],
  'Terminology that is imported or translated': [
    'GET|POST /fhir/R4/ConceptMap/$translate',
    'GET|POST /fhir/R4/ConceptMap/:id/$translate',
    'POST /fhir/R4/ConceptMap/$import',
    'POST /fhir/R4/ConceptMap/:id/$import',
    'POST /fhir/R4/CodeSystem/$import',
    'POST /fhir/R4/CodeSystem/:id/$import',
  ],
  'Upkeep of resources': [
    'GET /fhir/R4/:resourceType/:id/$graph',
    'POST /fhir/R4/:resourceType/:id/$set-accounts',
    'POST /fhir/R4/:resourceType/:id/$refresh-reference-display',
    'POST /fhir/R4/:resourceType/:id/$expunge',
    'POST /fhir/R4/:resourceType/:id/$reindex',
    'POST /fhir/R4/:resourceType/:id/$resend',
    'POST /fhir/R4/:resourceType/:id/$aws-textract',
    'POST /fhir/R4/Patient/$match',
    'POST /fhir/R4/AsyncJob/:id/$cancel',
    'POST /fhir/R4/$ai',
  ],
  'Upkeep of projects': [
    'POST /fhir/R4/Project/$init',
    'POST /fhir/R4/Project/:id/$clone',
    'GET /fhir/R4/Project/:id/$rate-limits',
    'POST /fhir/R4/Bot/$init',
    'POST /fhir/R4/PackageRelease/:id/$install',
    'POST /fhir/R4/User/:id/$update-email',
    'POST /fhir/R4/User/:id/$rescope',
  ],
  'Upkeep of the server': [
    ...['rebuild-base-definitions', 'db-stats', 'db-schema-diff', 'db-invalid-indexes'].map(
      (name) => `POST /fhir/R4/$${name}`,
    ),
    ...['clear-all-ws-subs', 'explain', 'db-configure-indexes', 'db-configure-column-statistics'].map(
      (name) => `POST /fhir/R4/$${name}`,
    ),
    ...['get-ws-sub-stats', 'get-ws-sub-project-stats', 'db-indexes', 'db-column-statistics'].map(
      (name) => `GET /fhir/R4/$${name}`,
    ),
  ],
};

const series = '/dicomweb/studies/:studyUid/series';
const instance = `${series}/:seriesUid/instances/:instanceUid`;

/** The other routes that the mock does not serve. */
export const otherRoutesNotServed: Readonly<Record<string, readonly string[]>> = {
  'Upkeep of the server': [
    ...['valuesets', 'structuredefinitions', 'searchparameters', 'reindex', 'lambda-cleaner'].map(
      (name) => `POST /admin/super/${name}`,
    ),
    ...['purge', 'removebotidjobsfromqueue', 'rebuildprojectid', 'migrate', 'reconcile-db-schema-drift'].map(
      (name) => `POST /admin/super/${name}`,
    ),
    ...['setdataversion', 'tablesettings', 'vacuum', 'reloadcron'].map((name) => `POST /admin/super/${name}`),
    'GET /admin/super/migrations',
    'GET /openapi.json',
  ],
  'CDS Hooks': ['GET /cds-services/', 'POST /cds-services/:id'],
  'Mail of applications': ['POST /email/v1/send'],
  'Keys and values': ['GET|PUT|DELETE /keyvalue/v1/:key'],
  FHIRcast: ['/fhircast/STU2', '/fhircast/STU3', '/hub'].flatMap((hub) => [
    `GET ${hub}/.well-known/fhircast-configuration`,
    `POST ${hub}/`,
    `GET|POST ${hub}/:topic`,
  ]),
  SCIM: ['GET|POST /scim/v2/Users', 'GET|PUT|PATCH|DELETE /scim/v2/Users/:id'],
  'SMART Health Links': ['POST /shl/:id/manifest', 'GET /shl/:id/payload'],
  'Upload to a signed address': ['PUT /storage/:id/:versionId'],
  DICOMweb: [
    'GET|POST /dicomweb/studies',
    'GET|POST /dicomweb/studies/:studyUid',
    'GET /dicomweb/studies/:studyUid/rendered',
    'GET /dicomweb/studies/:studyUid/metadata',
    `GET ${series}`,
    ...['', '/rendered', '/metadata', '/instances'].map((path) => `GET ${series}/:seriesUid${path}`),
    ...['', '/rendered', '/metadata', '/frames/:frame'].map((path) => `GET ${instance}${path}`),
    'GET /dicomweb/:bulkdataUriReference',
  ],
};
