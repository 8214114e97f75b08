/** Header in which Amazon's load balancer passes on a client's certificate: the setting `mtlsCertHeader` of Medplum. */
export const certificateHeader = 'x-amzn-mtls-clientcert-leaf';
