import { createMedplumSession } from '#medplum/sign-in.ts';
import type { Feature } from '#src/feature.ts';
import { createOnBehalfOf } from './on-behalf-of.ts';
import { readOnBehalfOf } from './settings.ts';

/** Requests to Medplum on behalf of the signed-in user's membership. */
export const onBehalfOf: Feature = {
  name: 'on-behalf-of',
  configure: (env) => {
    const settings = readOnBehalfOf(env);
    return (
      settings && {
        secrets: [settings.adminClientSecret],
        identity: ({ config, log, now }) => {
          const { adminClientId: clientId, adminClientSecret: clientSecret, memberships } = settings;
          const admin = createMedplumSession({
            settings: { ...config.medplum, clientId, clientSecret },
            onTokenIssued: () => log('medplum_admin_token_issued'),
            now,
          });
          return createOnBehalfOf(config.medplum.baseUrl, admin, memberships);
        },
      }
    );
  },
};
