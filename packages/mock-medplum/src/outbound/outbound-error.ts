/** Another server is unreachable, or its answer is unusable. The mock's caller does not learn which. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
}
