import type { FoundPatient } from '#fhir/find-patient.ts';
import type { Chart } from '#fhir/read-chart.ts';
import type { NoteTrail } from '#fhir/read-note-trail.ts';
import type { Access } from '#legacy/access-log.ts';
import type { Appointment, PatientRecord } from '#legacy/appointments.ts';
import type { CarriedText } from '#middleware/kept-text.ts';
import type { Link } from './link.ts';

/** What each page is given, by the name of its template. */
export type PageModels = Readonly<{
  'sign-in': Readonly<{
    /** Not the token of a session: a signed-in user may look at this page, too. */
    signInToken: string;
    username: string;
    failed: boolean;
    /** How the user just signed out, if so. */
    signedOut: 'here' | 'everywhere' | undefined;
    /** The page to show after the sign-in. */
    returnTo: string;
    carried: CarriedText | undefined;
    accounts: readonly Readonly<{ username: string; password: string; role: string }>[];
  }>;
  /** Asks for the same page again, as a page of this application. */
  continue: Readonly<{ path: string }>;
  appointments: Readonly<{ list: readonly Appointment[]; links: readonly Link[] }>;
  patient: Readonly<{
    record: PatientRecord;
    found: FoundPatient;
    /** Null when the user may not see it. */
    chart: Chart | null;
    /** `writer` says whose text comes back; `isKept` that it waited through a sign-in or a failure; `length` counts what would be saved. */
    form: Readonly<{ formId: string; text: string; length: number; writer: string; isKept: boolean }>;
    longestText: number;
    links: readonly Link[];
    requestId: string;
  }>;
  note: NoteTrail &
    Readonly<{
      record: PatientRecord;
      /** True right after it was written. */
      isSaved: boolean;
      accesses: readonly Access[];
      /** User names by request id, to tell whose request an AuditEvent is about. */
      usernames: ReadonlyMap<string, string>;
    }>;
  error: Readonly<{
    status: number;
    message: string;
    nextStep: string;
    keptPage: string | undefined;
    /** The page that was asked for, when it may be there at the next try. */
    samePage: string | undefined;
    requestId: string;
  }>;
}>;
