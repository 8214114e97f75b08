/** Host names of other sites, all of which the browser of the tests finds on this machine. */
export const foreignNames = {
  /** The stranger's own site. */
  stranger: 'stranger.example',
  /** A name of the stranger's that leads to this machine by now, so that its page has the origin of a server here. */
  rebound: 'rebound.example',
} as const;
