import type { MedplumPatient } from '#fhir/find-patient.ts';
import type { Chart } from '#fhir/read-chart.ts';
import type { NoteTrail } from '#fhir/read-note-trail.ts';
import type { Access } from '#legacy/access-log.ts';
import type { Appointment, PatientRecord } from '#legacy/appointments.ts';

/** What each page is given, by the name of its template. */
export type PageModels = Readonly<{
  'sign-in': Readonly<{
    /** Not the token of a session: a signed-in user may look at this page, too. */
    signInToken: string;
    username: string;
    failed: boolean;
    accounts: readonly Readonly<{ username: string; password: string; role: string }>[];
  }>;
  appointments: Readonly<{ list: readonly Appointment[] }>;
  patient: Readonly<{
    record: PatientRecord;
    /** Undefined when Medplum has no such patient. */
    patient: MedplumPatient | undefined;
    /** Null when the user may not see it. */
    chart: Chart | null;
    formId: string;
    longestNote: number;
    requestId: string;
  }>;
  note: NoteTrail &
    Readonly<{
      record: PatientRecord;
      accesses: readonly Access[];
      /** User names by request id, to tell whose request an AuditEvent is about. */
      usernames: ReadonlyMap<string, string>;
    }>;
  error: Readonly<{ status: number; message: string; nextStep: string; requestId: string }>;
}>;
