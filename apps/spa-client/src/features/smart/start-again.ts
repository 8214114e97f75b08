/** Where a launch that failed can be begun anew. */
export const startAgain = { to: '/smart', label: 'Start the SMART app anew' } as const;
