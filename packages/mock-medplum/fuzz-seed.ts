import { configureGlobal } from 'fast-check';

// The same random inputs in every run, so that `npm test` says the same twice; FUZZ_SEED=2 npm test tries others.
configureGlobal({ seed: Number(process.env['FUZZ_SEED'] ?? 1) });
