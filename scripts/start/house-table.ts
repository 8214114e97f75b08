import type { HouseUrls } from '#house/house-urls.ts';
import type { Ports } from '#house/ports.ts';
import { demoSignIns } from './demo-sign-ins.ts';

/** The one table that `npm start` prints: what runs, where, and who can sign in. */
export function houseTable(urls: HouseUrls, ports: Ports, seconds: number): string {
  const parts: readonly (readonly [string, string, string])[] = [
    ['Start page', urls.startPage, 'what to try first'],
    ['spa-client', urls.spaClient, "client side: the browser holds the user's token"],
    ['legacy-proxy', urls.legacyProxy, "server side: the server holds the client's token"],
    [
      'device-agent',
      urls.deviceAgent,
      `device: a narrow key; HL7 over MLLP on 127.0.0.1:${ports.DEVICE_AGENT_MLLP_PORT}`,
    ],
    ['mock-medplum', urls.medplum, 'answers as Medplum does'],
    ['mock-idp', urls.idp, 'an external OpenID provider'],
  ];
  const accounts = [
    ...demoSignIns['spa-client'].map(({ email, password, role }) => [email, password, role] as const),
    ...demoSignIns['legacy-proxy'].map(
      ({ email, password, role }) => [email, password, `legacy-proxy: ${role}`] as const,
    ),
  ];
  return [
    '',
    ...columns([['What', 'Where', 'Shows'], ...parts]),
    '',
    ...columns([['Demo account', 'Password', 'Who'], ...accounts]),
    '',
    `Up after ${seconds.toFixed(1)} s. Ctrl-C stops everything.`,
    '',
  ].join('\n');
}

function columns(rows: readonly (readonly [string, string, string])[]): string[] {
  const width = (index: 0 | 1): number => Math.max(...rows.map((row) => row[index].length)) + 2;
  const [first, second] = [width(0), width(1)];
  const lines = rows.map(([a, b, c]) => `  ${a.padEnd(first)}${b.padEnd(second)}${c}`);
  const rule = `  ${'-'.repeat(Math.max(...lines.map((line) => line.length)) - 2)}`;
  return [lines[0] ?? '', rule, ...lines.slice(1)];
}
