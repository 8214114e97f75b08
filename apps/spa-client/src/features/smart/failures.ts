import type { FailureText } from '#feature';
import { failures as partFailures, type PartErrorCode } from '#parts/failures.ts';

/** Codes for what can go wrong with a SMART App Launch. */
export type LaunchErrorCode = 'iss_unknown' | 'launch_missing' | 'launch_unknown';

/** Words for what can go wrong with a launch. */
export const failures: Readonly<Record<LaunchErrorCode | PartErrorCode, FailureText>> = {
  ...partFailures,
  iss_unknown: {
    title: 'This link is for another server',
    happened:
      'An EHR says in its link for which FHIR server the app is opened (iss). This one names a server that this app does ' +
      'not know, or none. Nothing was sent to it.',
    next: 'Open the app from your EHR. If a message or website brought you here, do not trust it.',
  },
  launch_missing: {
    title: 'This link is incomplete',
    happened:
      'An EHR adds the id of the launch to its link (launch). Without it the app does not know whom it is about.',
    next: 'Open the app from your EHR again, or start it on its own.',
  },
  launch_unknown: {
    title: 'Medplum does not know this launch',
    happened: 'The launch that the link names never existed, or was deleted.',
    next: 'Open the app from your EHR again.',
  },
};
