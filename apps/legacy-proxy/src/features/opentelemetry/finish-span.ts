import { SpanStatusCode, type Span } from '@opentelemetry/api';
import type { Request, Response } from 'express';

/** Ends the span of a request that was answered. It has the pattern of the route, as an address can name a patient. */
export function finishSpan(span: Span, { method, route }: Request, { statusCode }: Response): void {
  const pattern = (route as { path?: string } | undefined)?.path;
  span.updateName(pattern ? `${method} ${pattern}` : method);
  span.setAttributes({
    'http.request.method': method,
    'http.response.status_code': statusCode,
    ...(pattern && { 'http.route': pattern }),
  });
  if (statusCode >= 500) {
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}
