/** Reads the time. Everything that expires asks it, so that a test can move it. */
export type Clock = () => Date;
