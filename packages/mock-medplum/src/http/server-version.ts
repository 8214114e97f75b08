/** The Medplum whose answers this server gives. */
export const SERVER_VERSION = '5.1.29-mock';
