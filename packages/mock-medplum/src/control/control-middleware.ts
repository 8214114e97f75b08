import express, { type RequestHandler } from 'express';
import { limitDepth } from '#http/limit-depth.ts';
import { guardControl } from './guard-control.ts';

/** What runs before every control: refuses callers from elsewhere, then reads the body. */
export const controlMiddleware: readonly RequestHandler[] = [guardControl, express.json({ limit: '5mb' }), limitDepth];
