import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileSystemServeOptions } from 'vite';

/**
 * What the dev server reads for a browser. Vite's default is the whole repository, databases of other apps included.
 * Files of packages need no place here: Vite serves those that a served file imports.
 */
export const servedFiles: FileSystemServeOptions = {
  strict: true,
  allow: ['src', 'index.html', dirname(fileURLToPath(import.meta.resolve('@auth-patterns/auth-config')))],
  // Stays closed, whatever somebody adds above. The first six are Vite's own.
  deny: [
    '.env',
    '.env.*',
    '*.{crt,pem,key,p12,pfx,cer,der}',
    '.npmrc',
    '.yarnrc.yml',
    '**/.git/**',
    '**/.data/**',
    '*.{sqlite,sqlite3,db}',
    '*.{sqlite,sqlite3,db}-*',
    '*.log',
  ],
};
