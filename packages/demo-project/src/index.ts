export * from './create-demo-project.ts';
export * from './demo-accounts.ts';
export * from './demo-ids.ts';
export * from './legacy-account.ts';
export { rightsOfFeatures, type RightOfFeatures } from './rights-of-features.ts';
