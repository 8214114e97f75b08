import type { Feature } from '#feature';
import { StorageNotice } from './storage-notice.tsx';

/** Says that nothing outlives the page, where the browser refuses to store it. */
export const blockedStorage: Feature = { name: 'blocked-storage', Above: StorageNotice };
