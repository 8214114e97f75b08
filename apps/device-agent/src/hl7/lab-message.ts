import type {
  CodeableConcept,
  DiagnosticReport,
  Identifier,
  Observation,
  Patient,
  Reference,
} from '@medplum/fhirtypes';

/** An Observation whose first identifier is its own: a second one with it is never made. */
export type Result = Observation & { identifier: Identifier[] };

/** An order with its results, as any input reads it from its protocol. */
export type LabOrder = Readonly<{
  /** Its own identifier first, made from the message alone. */
  identifier: readonly Identifier[];
  status: DiagnosticReport['status'];
  code?: CodeableConcept | undefined;
  subject: Reference<Patient> & { identifier: Identifier };
  effectiveDateTime?: string | undefined;
  specimen?: Readonly<{ identifier: Identifier; type?: CodeableConcept | undefined }> | undefined;
  results: readonly Result[];
}>;

/** What an input makes of one message of a device. */
export type LabMessage = Readonly<{
  controlId: string;
  /** The same for every transmission of the same message, and for no other. */
  key: string;
  orders: readonly LabOrder[];
}>;
