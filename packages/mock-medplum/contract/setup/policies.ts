/** A device that may write the Observations of one patient, and little else. */
export function devicePolicy(patient: string, device: string): object {
  const constraint = "status.exists() and (%before.exists() implies %before.status != 'completed')";
  return {
    resourceType: 'AccessPolicy',
    name: 'Device tight',
    resource: [
      {
        resourceType: 'Observation',
        criteria: `Observation?subject=Patient/${patient}`,
        interaction: ['create', 'read', 'search', 'update', 'history', 'vread'],
      },
      {
        resourceType: 'Patient',
        criteria: `Patient?_id=${patient}`,
        readonly: true,
        hiddenFields: ['telecom', 'birthDate'],
      },
      { resourceType: 'Device', criteria: `Device?_id=${device}`, readonlyFields: ['identifier'] },
      { resourceType: 'Communication', interaction: ['read', 'search'] },
      { resourceType: 'Task', writeConstraint: [{ language: 'text/fhirpath', expression: constraint }] },
    ],
  };
}

/** A practitioner who does not see phone numbers and does not change birth dates. */
export const practitionerPolicy = {
  resourceType: 'AccessPolicy',
  name: 'Practitioner',
  resource: [
    { resourceType: 'Patient', readonlyFields: ['birthDate'], hiddenFields: ['telecom'] },
    { resourceType: 'Observation' },
    { resourceType: 'Practitioner', readonly: true },
    { resourceType: 'Encounter', readonly: true },
  ],
};

/** A patient who reads what is in their own compartment. */
export const patientPolicy = {
  resourceType: 'AccessPolicy',
  name: 'Patient',
  resource: [
    { resourceType: 'Patient', criteria: 'Patient?_id=%patient.id', readonly: true },
    { resourceType: 'Observation', criteria: 'Observation?subject=%patient', readonly: true },
  ],
};

/** Nobody from this machine. */
export const blockPolicy = {
  resourceType: 'AccessPolicy',
  name: 'Blocked',
  resource: [{ resourceType: '*' }],
  ipAccessRule: [
    { name: 'IPv4', value: '127.0.0.1', action: 'block' },
    { name: 'IPv6', value: '::1', action: 'block' },
    { name: 'IPv4 in IPv6', value: '::ffff:127.0.0.1', action: 'block' },
  ],
};
