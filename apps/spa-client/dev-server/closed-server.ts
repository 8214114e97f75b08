import type { Connect, Plugin, PreviewServer, ViteDevServer } from 'vite';
import { guardUpgrades } from './guard-upgrades.ts';
import { refuseRequest } from './refuse-request.ts';

/**
 * Makes `vite` and `vite preview` answer this app's own pages, people who open an address, and programs of this machine.
 * To be reached under another host name, set Vite's `allowedHosts`.
 */
export function closedServer(): Plugin {
  return {
    name: 'closed-server',
    configureServer: {
      order: 'pre',
      handler: (server) => {
        const hosts = refuseStrangers(server, server.config.server.allowedHosts);
        if (server.httpServer) {
          guardUpgrades(server.httpServer, hosts);
        }
        return () => closeEditor(server.middlewares);
      },
    },
    configurePreviewServer: {
      order: 'pre',
      handler: (server) => void refuseStrangers(server, server.config.preview.allowedHosts),
    },
  };
}

function refuseStrangers(
  { middlewares }: Pick<ViteDevServer | PreviewServer, 'middlewares'>,
  allowedHosts: true | string[] | undefined,
): readonly string[] {
  const hosts = Array.isArray(allowedHosts) ? allowedHosts : [];
  middlewares.use((request, response, next) => {
    const refusal = refuseRequest(request, hosts);
    if (refusal) {
      response.writeHead(refusal.status, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(`${refusal.message}\n`);
      return;
    }
    next();
  });
  return hosts;
}

/** Vite would start a program with a file that the request names. An error page's link is not worth that, to nobody. */
function closeEditor({ stack }: Connect.Server): void {
  const editor = stack.find(({ route }) => route === '/__open-in-editor');
  if (!editor) {
    throw new Error('Vite has its editor link elsewhere now: find it, and close it in closed-server.ts.');
  }
  editor.handle = (_request: unknown, response: Parameters<Connect.SimpleHandleFunction>[1]) => {
    response.writeHead(404).end();
  };
}
