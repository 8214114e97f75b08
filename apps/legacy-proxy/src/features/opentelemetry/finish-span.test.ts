import type { Span } from '@opentelemetry/api';
import type { Request, Response } from 'express';
import { expect, test, vi } from 'vitest';
import { finishSpan } from './finish-span.ts';

function finish(path: string | undefined, statusCode: number) {
  const span = {
    updateName: vi.fn<(name: string) => void>(),
    setAttributes: vi.fn<(attributes: object) => void>(),
    setStatus: vi.fn<(status: object) => void>(),
    end: vi.fn<() => void>(),
  };
  const request = { method: 'GET', url: '/patients/1', ...(path && { route: { path } }) };
  finishSpan(span as unknown as Span, request as unknown as Request, { statusCode } as Response);
  expect(span.end).toHaveBeenCalledOnce();
  return [span.updateName, span.setAttributes, span.setStatus].map(({ mock }) => mock.calls[0]?.[0]);
}

test('[P10] span of a request, has its method, status and route alone, and an error from 500 on', () => {
  const attributes = { 'http.request.method': 'GET', 'http.response.status_code': 499 };
  const route = '/patients/:recordId';

  expect(finish(undefined, 499)).toEqual(['GET', attributes, undefined]);
  expect(finish(route, 500)).toEqual([
    `GET ${route}`,
    { ...attributes, 'http.response.status_code': 500, 'http.route': route },
    { code: 2 },
  ]);
});
