/** Reads the time. All expiry depends on it, so that a test can move it. */
export type Clock = () => Date;
