import { createServer, type Server, type Socket } from 'node:net';
import type { Log } from '#log';
import { createFrameDecoder, type FrameEvent } from './frame-decoder.ts';
import { encodeFrame } from './frame.ts';

export type MllpOptions = Readonly<{
  /** Answers one message. It has done whatever its answer promises when it returns. */
  onMessage: (body: Buffer) => Uint8Array;
  /** Answers a message that is too long to be read. */
  onOversize: () => Uint8Array;
  log: Log;
  maxMessageBytes?: number;
  /** How long a connection may be silent in the middle of a message. */
  halfFrameTimeoutMs?: number;
  /** How long a connection may be silent between messages. */
  idleTimeoutMs?: number;
}>;

const maxConnections = 32;

/** An MLLP server. It is not listening yet. */
export function createMllpServer(options: MllpOptions): Server {
  const server = createServer({ keepAlive: true }, (socket) => serve(socket, options));
  server.maxConnections = maxConnections;
  return server;
}

function serve(socket: Socket, options: MllpOptions): void {
  const { log, maxMessageBytes = 1_048_576, halfFrameTimeoutMs = 30_000, idleTimeoutMs = 3_600_000 } = options;
  const decoder = createFrameDecoder(maxMessageBytes);
  socket.setTimeout(idleTimeoutMs);

  socket.on('data', (chunk: Buffer) => {
    for (const event of decoder.push(chunk)) {
      handle(socket, event, options);
    }
    socket.setTimeout(decoder.pendingBytes() > 0 ? halfFrameTimeoutMs : idleTimeoutMs);
  });
  socket.on('timeout', () => {
    const pendingBytes = decoder.pendingBytes();
    log.warn(pendingBytes > 0 ? 'half a message, then silence: connection closed' : 'idle connection closed', {
      pendingBytes,
    });
    socket.destroy();
  });
  socket.on('error', (error: NodeJS.ErrnoException) => log.warn('connection failed', { code: error.code }));
  socket.on('close', () => {
    if (decoder.pendingBytes() > 0) {
      log.warn('connection closed in the middle of a message: the sender has no acknowledgment and will repeat it', {
        pendingBytes: decoder.pendingBytes(),
      });
    }
  });
}

function handle(socket: Socket, event: FrameEvent, { onMessage, onOversize, log }: MllpOptions): void {
  if (event.type === 'message') {
    answer(socket, onMessage(event.body));
  } else if (event.type === 'discarded') {
    log.warn('bytes outside a message ignored', { bytes: event.bytes });
  } else {
    log.warn('message too long: refused and connection closed');
    socket.removeAllListeners('data');
    socket.end(encodeFrame(onOversize()), () => socket.destroy());
  }
}

function answer(socket: Socket, body: Uint8Array): void {
  // A sender that does not read its acknowledgments is not read from either, or they would pile up in memory.
  if (!socket.write(encodeFrame(body))) {
    socket.pause();
    socket.once('drain', () => socket.resume());
  }
}
