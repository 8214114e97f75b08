/** A measurement that the form offers, with the range outside which a value is surely mistyped. */
export type ObservationKind = Readonly<{
  loinc: string;
  display: string;
  unit: string;
  /** UCUM code of the unit. */
  ucum: string;
  min: number;
  max: number;
}>;

export const observationKinds: readonly [ObservationKind, ...ObservationKind[]] = [
  { loinc: '8867-4', display: 'Heart rate', unit: '/min', ucum: '/min', min: 20, max: 300 },
  { loinc: '8480-6', display: 'Systolic blood pressure', unit: 'mmHg', ucum: 'mm[Hg]', min: 40, max: 300 },
  { loinc: '8310-5', display: 'Body temperature', unit: '°C', ucum: 'Cel', min: 25, max: 45 },
  { loinc: '29463-7', display: 'Body weight', unit: 'kg', ucum: 'kg', min: 0.3, max: 500 },
];
