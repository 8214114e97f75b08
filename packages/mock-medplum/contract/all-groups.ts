import type { Group } from './case.ts';
import { criteria, fields } from './cases/access-policy.ts';
import { accounts } from './cases/accounts.ts';
import { administrationBodies } from './cases/administration-bodies.ts';
import { administration } from './cases/administration.ts';
import { auditEvents } from './cases/audit-events.ts';
import { authorizationCode } from './cases/authorization-code.ts';
import { authorizeEndpoint } from './cases/authorize.ts';
import { botExecution, webhooks } from './cases/bots.ts';
import { privateKeyJwt, rotatedSecret } from './cases/client-authentication.ts';
import { clientCredentialsGrant } from './cases/client-credentials.ts';
import { discovery } from './cases/discovery.ts';
import { externalSignIn } from './cases/external.ts';
import { fhirBasic, fhirBearer } from './cases/fhir-authentication.ts';
import { batch, transaction } from './cases/fhir-bundle.ts';
import { conditional, jsonPatch } from './cases/fhir-conditional.ts';
import { paging, parameters } from './cases/fhir-search.ts';
import { crossOrigin, validation } from './cases/fhir-validation.ts';
import { create } from './cases/fhir-write.ts';
import { hiddenFields } from './cases/hidden-fields.ts';
import { multiFactor } from './cases/multi-factor.ts';
import { history, onBehalfOf } from './cases/on-behalf-of.ts';
import { policyRoads } from './cases/policy-roads.ts';
import { projectFeatures } from './cases/project-features.ts';
import { refreshToken } from './cases/refresh.ts';
import { sdkAnswers } from './cases/sdk-answers.ts';
import { searchModifiers } from './cases/search-modifiers.ts';
import { sessionEnds } from './cases/session-ends.ts';
import { introspection, registration, signingOut, userInfoEndpoint } from './cases/sessions.ts';
import { passwordLogin, profileChoice, scopeChoice, whoAmI } from './cases/sign-in.ts';
import { smartLaunch, smartScopes } from './cases/smart.ts';
import { agentPush, agentSocket, subscriptionSocket } from './cases/sockets.ts';
import { preAuthorizedCode, tokenExchange } from './cases/token-exchange.ts';

/** All that is known of how Medplum answers, in the order of the report. */
export const allGroups: readonly Group[] = [
  discovery,
  clientCredentialsGrant,
  privateKeyJwt,
  rotatedSecret,
  authorizationCode,
  refreshToken,
  authorizeEndpoint,
  passwordLogin,
  scopeChoice,
  profileChoice,
  whoAmI,
  externalSignIn,
  tokenExchange,
  preAuthorizedCode,
  userInfoEndpoint,
  introspection,
  signingOut,
  sessionEnds,
  registration,
  accounts,
  administration,
  administrationBodies,
  multiFactor,
  fhirBearer,
  fhirBasic,
  criteria,
  fields,
  hiddenFields,
  policyRoads,
  onBehalfOf,
  history,
  auditEvents,
  create,
  validation,
  projectFeatures,
  crossOrigin,
  conditional,
  jsonPatch,
  paging,
  parameters,
  searchModifiers,
  sdkAnswers,
  batch,
  transaction,
  smartLaunch,
  smartScopes,
  botExecution,
  webhooks,
  agentSocket,
  agentPush,
  subscriptionSocket,
];
