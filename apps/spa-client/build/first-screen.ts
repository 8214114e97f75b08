import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Alias, Plugin, Rolldown } from 'vite';

/** All that the first screen needs is one file, the doors of the features too: thirty small ones compress worse. */
export const firstScreen: Rolldown.CodeSplittingGroup = {
  name: 'first-screen',
  test: /\/src\/(?:main|features\/[^/]+\/feature)\.tsx$/,
};

/** Parts of packages that the built page does without. */
export const smallerPackages: Alias[] = [
  {
    // React Router's package exports name its development build alone, which is larger and warns in the console.
    find: /^react-router$/,
    replacement: fileURLToPath(import.meta.resolve('react-router')).replace('development', 'production'),
  },
  {
    // They insert an inline `<style>`, which the Content-Security-Policy forbids. `styles.css` has what they would insert.
    find: /^.*\/(MantineCssVariables|MantineClasses)\.mjs$/,
    replacement: join(import.meta.dirname, 'mantine-without-inline-styles.ts'),
  },
];

/**
 * A component that nobody uses stays in the bundle if it is given a name for React's developer tools, or is the result of a
 * function that may have effects. These have none.
 */
export const dropUnusedComponents: Plugin = {
  name: 'drop-unused-components',
  apply: 'build',
  transform: {
    filter: { id: /node_modules/, code: '.displayName = ' },
    // The lines stay, so that source maps still fit.
    handler: (code) => ({
      code: code
        .replaceAll(/^\w+\.displayName = ["'].*["'];$/gm, '')
        .replaceAll(/= (\w+\.)?(forwardRef|createContext|memo)\(/g, '= /* @__PURE__ */ $1$2('),
      map: null,
    }),
  },
};
