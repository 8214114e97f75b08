import type { Request } from 'express';

/** Value of a cookie as the browser sent it, or undefined. */
export function readCookie(request: Request, name: string): string | undefined {
  return request.headers.cookie
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
