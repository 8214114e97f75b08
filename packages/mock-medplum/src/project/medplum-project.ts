import type { Resource } from '@medplum/fhirtypes';

/** A Medplum project as data. */
export type MedplumProject = Readonly<{
  /** FHIR resources with their ids: one Project, and what is in it. */
  resources: readonly Resource[];
  /** Password by User id. */
  passwords: Readonly<Record<string, string>>;
}>;
