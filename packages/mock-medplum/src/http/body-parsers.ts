import type { IncomingMessage } from 'node:http';
import express, { type Request, type RequestHandler } from 'express';
import { limitDepth } from './limit-depth.ts';

const jsonTypes = ['application/json', 'application/fhir+json', 'application/json-patch+json'];
const formType = 'application/x-www-form-urlencoded';

/** A Binary is read unparsed, whatever its content type. */
const binaryUrl = /\/fhir\/R4\/Binary(?:[/?]|$)/;

/**
 * Reads forms of 100 kB and JSON of one megabyte at most, as Medplum does before it looks at anything else, and refuses
 * JSON that is nested too deep.
 */
export const bodyParsers: readonly RequestHandler[] = [
  express.urlencoded({ extended: false, limit: '100kb', type: isOf([formType]) }),
  express.json({ limit: '1mb', type: isOf(jsonTypes) }),
  limitDepth,
];

function isOf(types: string[]): (request: IncomingMessage) => boolean {
  return (message) => {
    const request = message as Request;
    return !binaryUrl.test(request.originalUrl) && Boolean(request.is(types));
  };
}
