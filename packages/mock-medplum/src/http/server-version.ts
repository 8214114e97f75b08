/** The Medplum whose answers this server gives. */
export const serverVersion = '5.1.29-mock';
