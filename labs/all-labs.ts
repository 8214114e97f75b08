import { firstToken } from '#exercises/01-first-token/lab.ts';
import { signInByRedirect } from '#exercises/02-sign-in-by-redirect/lab.ts';
import { whyA404 } from '#exercises/03-why-a-404/lab.ts';
import { nobodyAsked } from '#exercises/04-nobody-asked/lab.ts';
import { signInStorm } from '#exercises/05-sign-in-storm/lab.ts';
import { whoseName } from '#exercises/06-whose-name/lab.ts';
import { formOnAnotherSite } from '#exercises/07-form-on-another-site/lab.ts';
import { linkFromAnotherSite } from '#exercises/08-link-from-another-site/lab.ts';
import { oneDoor } from '#exercises/09-one-door/lab.ts';
import { powerCut } from '#exercises/10-power-cut/lab.ts';
import { nothingTwice } from '#exercises/11-nothing-twice/lab.ts';
import type { Lab } from '#lab/lab.ts';

/** The labs, in the order in which they build on each other. */
export const allLabs: readonly Lab[] = [
  firstToken,
  signInByRedirect,
  whyA404,
  nobodyAsked,
  signInStorm,
  whoseName,
  formOnAnotherSite,
  linkFromAnotherSite,
  oneDoor,
  powerCut,
  nothingTwice,
];
