/** Another server cannot be asked, or its answer cannot be used. The caller of the mock is not told which. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
}
