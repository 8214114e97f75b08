import type { Patient, ProjectMembership, Reference, User } from '@medplum/fhirtypes';
import type { Person } from './create-profile.ts';

/** An invitation to a project. */
export type Invitation = Person &
  Readonly<{
    externalId?: string | undefined;
    /** Absent: the account gets a random password, and the mail links to the page that sets one. */
    password?: string | undefined;
    sendEmail?: boolean | null | undefined;
    mfaRequired?: boolean | null | undefined;
    /** Updates an existing membership instead of refusing. */
    upsert?: boolean | null | undefined;
    /** Adds a second membership for the same user. */
    forceNewMembership?: boolean | null | undefined;
    /** `project` or `server`; anything else is the server. */
    scope?: string | null | undefined;
    /** Whom a new RelatedPerson is related to. */
    patient?: Reference<Patient> | undefined;
    accessPolicy?: ProjectMembership['accessPolicy'];
    access?: ProjectMembership['access'];
    admin?: boolean | null | undefined;
    membership?: Partial<ProjectMembership> | null | undefined;
    invitedBy?: Reference<User> | undefined;
  }>;
