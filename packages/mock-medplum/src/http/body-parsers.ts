import express, { type RequestHandler } from 'express';

const JSON_TYPES = ['application/json', 'application/fhir+json', 'application/json-patch+json'];

/** Reads form and JSON bodies, of one megabyte at most, as Medplum does before it looks at anything else. */
export const bodyParsers: readonly RequestHandler[] = [
  express.urlencoded({ extended: false, limit: '1mb' }),
  express.json({ type: JSON_TYPES, limit: '1mb' }),
];
