import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { demoAccount, demoIds, legacyAccount } from '@auth-patterns/demo-project';
import type { House } from '@auth-patterns/scripts/house/start-house.ts';
import type { Visitor } from './visitor.ts';

type Story = (visitor: Visitor, house: House) => Promise<void>;

const agentFolder = fileURLToPath(new URL('../../apps/device-agent/', import.meta.url));

/** The main story of each app. */
export const stories: Readonly<Record<string, Story>> = {
  'spa-client': async ({ goTo, fill, press, see }, { urls }) => {
    const { email, password } = demoAccount('Maya');
    await goTo(`${urls.spaClient}/patients/${demoIds.patients.theo}`);
    await press('Continue with Medplum');
    // First what the app's own page has not: it has a field for an email, too, until it is left.
    await fill('Password', password);
    await fill('Email', email);
    await press('Sign in');
    await see('Theo Okafor');
    await press('Who am I?');
    await see('Practitioner/');
    await press('Sign out');
    await see('Medplum has revoked the session');
  },
  'legacy-proxy': async ({ goTo, fill, press, see }, { urls }) => {
    await goTo(`${urls.legacyProxy}/`);
    await fill('User name', legacyAccount.username);
    await fill('Password', legacyAccount.password);
    await press('Sign in');
    await press('Lena Novak');
    await see('Hemoglobin A1c');
    await fill('Add a note', 'Written in another browser.');
    await press('Save note');
    await see('Written in another browser.');
    await see(legacyAccount.username);
    await press('Sign out');
    await see('User name');
  },
  'device-agent': async ({ goTo, see }, { urls, ports }) => {
    const args = ['src/main.ts', 'send', 'samples/chemistry-panel.hl7', '--port', String(ports.DEVICE_AGENT_MLLP_PORT)];
    await promisify(execFile)(process.execPath, args, { cwd: agentFolder });
    await goTo(urls.deviceAgent);
    await see('Device agent');
  },
};
