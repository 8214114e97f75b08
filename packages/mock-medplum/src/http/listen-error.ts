/** Why a server cannot listen. */
export type ListenErrorCode = 'port_taken' | 'port_forbidden' | 'port_unusable';

/** The port cannot be had; the message is one line that says what to do. */
export class ListenError extends Error {
  readonly code: ListenErrorCode;

  constructor(port: number, cause: NodeJS.ErrnoException) {
    super(explain(port, cause), { cause });
    this.name = 'ListenError';
    this.code = codeOf(cause);
  }
}

function codeOf({ code }: NodeJS.ErrnoException): ListenErrorCode {
  switch (code) {
    case 'EADDRINUSE':
      return 'port_taken';
    case 'EACCES':
      return 'port_forbidden';
    default:
      return 'port_unusable';
  }
}

function explain(port: number, cause: NodeJS.ErrnoException): string {
  switch (codeOf(cause)) {
    case 'port_taken':
      return `Port ${port} is taken: stop what listens there, or choose another port (0 takes a free one).`;
    case 'port_forbidden':
      return `Port ${port} needs more rights: choose one above 1023 (0 takes a free one).`;
    default:
      return `Cannot listen on port ${port} (${cause.code ?? cause.message}): choose another port (0 takes a free one).`;
  }
}
