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
  },
  clients: {
    spaClient: '00000004-0000-4000-8000-000000000001',
    legacyProxy: '00000004-0000-4000-8000-000000000002',
    deviceAgent: '00000004-0000-4000-8000-000000000003',
  },
  device: '0000000a-0000-4000-8000-000000000001',
} as const;

/** Name of one of the clinic's ClientApplications. */
export type DemoClientName = keyof typeof demoIds.clients;
