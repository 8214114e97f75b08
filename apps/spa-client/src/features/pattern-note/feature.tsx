import type { Feature } from '#feature';
import { PatternNote } from './pattern-note.tsx';

/** Says on the sign-in page what this pattern costs, and names the one that costs less. */
export const patternNote: Feature = { name: 'pattern-note', SignInNotice: PatternNote };
