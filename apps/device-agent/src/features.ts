import type { Feature } from '#feature';
import { agentSocket } from '#features/agent-socket/feature.ts';
import { astm } from '#features/astm/feature.ts';
import { basic } from '#features/basic/feature.ts';
import { folder } from '#features/folder/feature.ts';
import { mapping } from '#features/mapping/feature.ts';
import { privateKeyJwt } from '#features/private-key-jwt/feature.ts';
import { reports } from '#features/reports/feature.ts';
import { webhook } from '#features/webhook/feature.ts';

/** What is built in beside HL7 over MLLP. To take one out, delete its folder and its lines here. */
export const features: readonly Feature[] = [
  mapping,
  reports,
  astm,
  folder,
  webhook,
  privateKeyJwt,
  basic,
  agentSocket,
];
