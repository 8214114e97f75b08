/** Ids of the clinic's resources that apps and tests name. They are the same on every run. */
export const demoIds = {
  project: '00000001-0000-4000-8000-000000000001',
  patients: {
    sam: '00000002-0000-4000-8000-000000000001',
    lena: '00000002-0000-4000-8000-000000000002',
    theo: '00000002-0000-4000-8000-000000000003',
    noor: '00000002-0000-4000-8000-000000000004',
    ines: '00000002-0000-4000-8000-000000000005',
  },
  practitioners: {
    olive: '00000003-0000-4000-8000-000000000001',
    maya: '00000003-0000-4000-8000-000000000002',
    noor: '00000003-0000-4000-8000-000000000003',
    ada: '00000003-0000-4000-8000-000000000004',
    ravi: '00000003-0000-4000-8000-000000000005',
    vera: '00000003-0000-4000-8000-000000000006',
    kim: '00000003-0000-4000-8000-000000000007',
  },
  clients: {
    spaClient: '00000004-0000-4000-8000-000000000001',
    legacyProxy: '00000004-0000-4000-8000-000000000002',
    deviceAgent: '00000004-0000-4000-8000-000000000003',
    /** As spaClient, but its identity provider's users are found by `sub` instead of by email. */
    spaClientBySubject: '00000004-0000-4000-8000-000000000004',
    /** Acts on behalf of others: its membership is an administrator's. */
    legacyProxyAdmin: '00000004-0000-4000-8000-000000000005',
    /** A CI pipeline: loads results of the test bench, and may do nothing else. */
    deviceAgentPipeline: '00000004-0000-4000-8000-000000000006',
  },
  /** ProjectMemberships: whom `X-Medplum-On-Behalf-Of` and a choice of profile name. */
  memberships: {
    olive: '00000006-0000-4000-8000-000000000001',
    maya: '00000006-0000-4000-8000-000000000002',
    noorAsPractitioner: '00000006-0000-4000-8000-000000000003',
    noorAsPatient: '00000006-0000-4000-8000-000000000004',
    sam: '00000006-0000-4000-8000-000000000005',
    lena: '00000006-0000-4000-8000-000000000006',
    ada: '00000006-0000-4000-8000-000000000011',
    ravi: '00000006-0000-4000-8000-000000000012',
    vera: '00000006-0000-4000-8000-000000000013',
    kim: '00000006-0000-4000-8000-000000000015',
  },
  policies: {
    clinician: '00000005-0000-4000-8000-000000000001',
    patientAccess: '00000005-0000-4000-8000-000000000002',
    analyzer: '00000005-0000-4000-8000-000000000004',
  },
  device: '0000000a-0000-4000-8000-000000000001',
  /** A Device that stands for no analyzer: whatever names it is test data. */
  testBench: '0000000a-0000-4000-8000-000000000002',
  encounters: { sam: '0000000c-0000-4000-8000-000000000001' },
  domainConfiguration: '0000000d-0000-4000-8000-000000000001',
  /** Client id of the clinic's Google button; no secret, and no resource. */
  googleClient: 'demo-only.apps.googleusercontent.com',
} as const;

/** Name of one of the clinic's ClientApplications. */
export type DemoClientName = keyof typeof demoIds.clients;
