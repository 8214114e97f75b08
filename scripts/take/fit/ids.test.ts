import { expect, test } from 'vitest';
import { fitIds } from './ids.ts';

const page = `# Ids

Words of the repository.

## What it does

### Client side

| Id | What it shows | State |
|---|---|---|
| C1 | Sign-in | built |
| C2 | Form | built |

### Device

| Id | What it shows | State |
|---|---|---|
| D1 | Key | built |
`;

test('[X1] ids of a taken starter, of a page that has more, are those that its tests name', () => {
  const fitted = fitIds(page, ["test('[C1] [L1] app, opened, signs in')"]);

  expect(fitted).toContain(
    '## What it does\n\n### Client side\n\n| Id | What it shows |\n|---|---|\n| C1 | Sign-in |\n',
  );
  expect(fitted).not.toMatch(/C2|D1|Device|Words of the repository/);
});
