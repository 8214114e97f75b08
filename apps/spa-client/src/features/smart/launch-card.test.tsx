import { MantineProvider } from '@mantine/core';
import { MedplumProvider } from '@medplum/react-hooks';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { Features } from '#feature';
import { createStubServer } from '#test/stub-server.ts';
import { smart } from './feature.tsx';
import { LaunchCard } from './launch-card.tsx';

async function launch(launchUri: string): Promise<void> {
  const server = createStubServer({
    'fhir/R4/Encounter': { body: { resourceType: 'Bundle', type: 'searchset' } },
    'fhir/R4/SmartAppLaunch': { status: 201, body: { resourceType: 'SmartAppLaunch', id: 'a-launch' } },
  });
  await server.signIn();
  render(
    <MantineProvider>
      <Features value={[smart]}>
        <MedplumProvider medplum={server.medplum()}>
          <LaunchCard
            patient={{ resourceType: 'Patient', id: 'sam' }}
            launchUri={launchUri}
            baseUrl="https://medplum.test/"
          />
        </MedplumProvider>
      </Features>
    </MantineProvider>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Make a launch for this patient' }));
}

test('[C11] launch card, for an app at https, links to it with the launch', async () => {
  await launch('https://app.test/smart/launch');

  expect(await screen.findByRole('link')).toHaveAttribute('href', expect.stringContaining('launch=a-launch'));
});

test.each(['javascript:alert(1)', 'http://app.test/launch', 'no address'])(
  '[L8] launch card, for an app at "%s", says what is wrong and links to nothing',
  async (launchUri) => {
    await launch(launchUri);

    expect(await screen.findByRole('alert')).toHaveTextContent('This address is not safe to open');
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
  },
);
