import { ContentType } from '@medplum/core';
import express, { type RequestHandler } from 'express';

/** Reads the bodies that only Bots take: plain text and HL7 v2. */
export const textBodies: RequestHandler = express.text({ type: [ContentType.TEXT, ContentType.HL7_V2], limit: '1mb' });
