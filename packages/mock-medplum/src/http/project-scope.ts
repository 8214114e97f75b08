import type { Request, RequestHandler } from 'express';

const projectByRequest = new WeakMap<object, string>();

/** Marks a request as one to a single project. To be mounted at `/projects/:projectId`, where Medplum serves all again. */
export const projectScope: RequestHandler<{ projectId: string }> = (request, _response, next) => {
  projectByRequest.set(request, request.params.projectId);
  next();
};

/** Returns the id of the project that a request's URL is scoped to, if it is. */
export function scopedProjectId(request: Request): string | undefined {
  return projectByRequest.get(request);
}
