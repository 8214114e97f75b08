import type { FeatureDoors } from '#feature';

/** What is built in beside HL7 over MLLP. To take one out, delete its line here and its folder. */
export const features: FeatureDoors = [
  import('#features/mapping/feature.ts'),
  import('#features/reports/feature.ts'),
  import('#features/astm/feature.ts'),
  import('#features/folder/feature.ts'),
  import('#features/webhook/feature.ts'),
  import('#features/secret-file/feature.ts'),
  import('#features/private-key-jwt/feature.ts'),
  import('#features/basic/feature.ts'),
  import('#features/agent-socket/feature.ts'),
];
