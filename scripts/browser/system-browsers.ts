const macApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const windowsFolders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'];

/** Where Chrome, Chromium and Edge are installed on this platform, whether or not they are. */
export function systemBrowsers(): string[] {
  if (process.platform === 'darwin') {
    return macApplications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    return windowsFolders.flatMap((variable) => {
      const folder = process.env[variable];
      return folder ? [`${folder}\\Google\\Chrome\\Application\\chrome.exe`] : [];
    });
  }
  return ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].map((name) => `/usr/bin/${name}`);
}
