/** Folders of this repository, and where in a folder of its own they are; the first that fits. `%` is the app's name. */
const places: readonly (readonly [from: string, to: string])[] = [
  ['apps/%/', ''],
  ['packages/auth-config/src/', 'auth-config/'],
  ['packages/demo-project/src/', 'clinic/'],
  ['packages/demo-project/data/', 'clinic/data/'],
  ['e2e/specs/%/', 'e2e/specs/'],
  ['e2e/', 'e2e/'],
  ['scripts/take/own/playwright-config.ts', 'e2e/playwright.config.ts'],
  ['scripts/take/own/house-part.ts', 'e2e/house/house-part.ts'],
  ['scripts/take/own/story.ts', 'e2e/story/story.ts'],
  ['scripts/take/own/start.ts', 'scripts/start/main.ts'],
  ['scripts/take/own/test.ts', 'scripts/test/main.ts'],
  ['scripts/take/own/e2e.ts', 'scripts/e2e/main.ts'],
  ['scripts/', 'scripts/'],
  ['', ''],
];

/** Where a file of this repository is in the folder of an app of its own. */
export function placeOf(path: string, app: string): string {
  const [from = '', to = ''] =
    places.map(([one, other]) => [one.replace('%', app), other]).find(([one = '']) => path.startsWith(one)) ?? [];
  return to + path.slice(from.length);
}

/** The names under which the folders are imported that are packages here. */
export const ownImports: readonly (readonly [folder: string, name: string, target: string])[] = [
  ['auth-config/index.ts', '#auth-config', './auth-config/index.ts'],
  ['clinic/index.ts', '#clinic', './clinic/index.ts'],
  ['e2e/', '#e2e/*', './e2e/*'],
  ['scripts/', '#scripts/*', './scripts/*'],
];

/** How a file is imported from another folder of the app's own package; undefined for what is imported as it was. */
export function ownName(place: string): string | undefined {
  const found = ownImports.find(([folder]) => place.startsWith(folder));
  return found && found[1].replace('*', place.slice(found[0].length));
}

/** Whether a file is code that names other files. */
export function isModule(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

/** What comments and titles of tests say of several apps, and of one. */
const singular: readonly (readonly [here: string, there: string])[] = [
  ['the apps and mocks printed', 'the app and the mock printed'],
  ['Where the apps keep their data', 'Where the app keeps its data'],
  ['whatever the apps stored', 'whatever the app stored'],
  ['after the apps have run', 'after the app has run'],
  ['/** The apps. */', '/** The app, by name. */'],
  ['What each app is told', 'What the app is told'],
  ['sign in to each app', 'sign in'],
  ['Which apps to start; all when absent', 'Which app to start; there is one'],
  ['what the apps store', 'what the app stores'],
  ['Folders of the apps that were asked for', 'Folder of the app that was asked for'],
  ['Chooses what the apps need', 'Chooses what the app needs'],
  ['npm start at the root of the repository fetches one', 'npm start fetches one'],
];

/** Comments and settings that name a path of this repository name the one there. */
export function plainPaths(text: string, app: string): string {
  return singular
    .reduce((said, [here, there]) => said.replaceAll(here, there), text)
    .replaceAll(`/opt/medplum-auth-patterns/apps/${app}`, `/opt/${app}`)
    .replaceAll('/opt/medplum-auth-patterns', `/opt/${app}`)
    .replaceAll(` of a repository that holds this app in apps/${app}`, '')
    .replaceAll('.turbo/\n', '')
    .replaceAll(`apps/${app}/`, '')
    .replaceAll(`e2e/specs/${app}/`, 'e2e/specs/')
    .replaceAll('packages/auth-config', 'auth-config')
    .replaceAll('packages/demo-project', 'clinic')
    .replaceAll('packages/mock-medplum', 'mock-medplum')
    .replaceAll(`'apps/${app}'`, "'.'");
}
