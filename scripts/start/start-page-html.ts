import { demoAccounts, legacyAccount } from '@auth-patterns/demo-project';
import { demoIdpAccounts } from '@auth-patterns/mock-idp';
import type { HouseUrls } from '#house/house-urls.ts';
import type { Ports } from '#house/ports.ts';

type Pattern = Readonly<{
  colour: string;
  title: string;
  app: string;
  url: string;
  holder: string;
  tries: readonly string[];
}>;

/** The start page: which pattern is which, what to try in each, who can sign in, and where the mocks are. */
export function startPageHtml(urls: HouseUrls, ports: Ports): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Medplum auth patterns</title>
<link rel="stylesheet" href="/start-page.css">
</head>
<body>
<header>
<h1>Three ways to reach Medplum</h1>
<p>Each app below shows who holds the key. All of them talk to one mock server that answers as Medplum does.
Pick the one that is like yours.</p>
</header>
<main>
<section class="patterns" aria-label="The three patterns">
${patterns(urls, ports).map(card).join('\n')}
</section>
${labs()}
${accounts()}
${servers(urls)}
</main>
<footer><p>Ctrl-C in the terminal stops everything. Nothing is kept by the mock: each start begins with the same clinic.</p></footer>
</body>
</html>
`;
}

function labs(): string {
  return `<section aria-labelledby="labs">
<h2 id="labs">Learn it by doing</h2>
<p>Each <a href="/labs">lab</a> is one file of an app with something missing, and a check that says what it saw. Begin in a
second terminal: <code>npm run lab -- start 1</code></p>
</section>`;
}

function accounts(): string {
  const kim = demoIdpAccounts.find(({ givenName }) => givenName === 'Kim');
  return `<section aria-labelledby="accounts">
<h2 id="accounts">Who can sign in</h2>
<p>These people exist in spa-client and on the mock server's sign-in page. The passwords open demo data only.</p>
<div class="scroll" role="region" aria-label="Demo accounts" tabindex="0">
<table class="accounts">
<thead><tr><th scope="col">Name</th><th scope="col">Email</th><th scope="col">Password</th><th scope="col">Who</th></tr></thead>
<tbody>
${demoAccounts.map(({ name, email, password, role }) => `<tr><td>${name}</td><td><code>${email}</code></td><td><code>${password}</code></td><td>${role}</td></tr>`).join('\n')}
</tbody>
</table>
</div>
<p>legacy-proxy has users of its own, as a legacy application does: sign in there as <code>${legacyAccount.username}</code> with
<code>${legacyAccount.password}</code>. To compare identities there, sign in at the
external identity provider too${kim ? `: as <code>${kim.email}</code> with <code>${kim.password}</code>` : ''}.</p>
</section>`;
}

function servers(urls: HouseUrls): string {
  return `<section aria-labelledby="servers">
<h2 id="servers">What they talk to</h2>
<ul class="servers">
<li class="medplum"><a href="${urls.medplum}.well-known/openid-configuration">mock-medplum</a> at <code>${urls.medplum}</code>:
signs people in, issues and checks tokens, stores FHIR resources, enforces AccessPolicies.</li>
<li class="idp"><a href="${urls.idp}/.well-known/openid-configuration">mock-idp</a> at <code>${urls.idp}</code>:
an external OpenID provider, such as a hospital's own, and a stand-in for Google.</li>
<li class="medplum"><a href="${urls.medplum}mock/mail">Mail that Medplum would have sent</a>: invitations, new
passwords, codes. Nothing leaves this machine.</li>
</ul>
</section>`;
}

function patterns(urls: HouseUrls, ports: Ports): readonly Pattern[] {
  return [
    {
      colour: 'client',
      title: 'Client side',
      app: 'spa-client',
      url: urls.spaClient,
      holder: "The browser holds the user's token.",
      tries: [
        'Sign in as Maya: she sees every patient.',
        'Sign out, sign in as Sam: he sees himself alone.',
        'Open “Who am I” and read the AccessPolicy that decides it.',
        'Sign in as Noor and choose: the practitioner, or the patient that she also is.',
        'Sign in as Ravi, who has to set up a second factor, and as Vera, who is refused.',
        'Sign in through the hospital as <code>ada.quinn@hospital.example</code>, at mock-idp with <code>idp-ada-2026</code>: she has no password here.',
        `Ask for a new password, and find the link among the <a href="${urls.medplum}mock/mail">mails</a>.`,
      ],
    },
    {
      colour: 'server',
      title: 'Server side',
      app: 'legacy-proxy',
      url: urls.legacyProxy,
      holder: "The server holds the client's token. The browser has only a session cookie.",
      tries: ['Sign in as nurse.kim.', 'Open a patient and add a note.', 'Read who Medplum says wrote it.'],
    },
    {
      colour: 'device',
      title: 'Device or host',
      app: 'device-agent',
      url: urls.deviceAgent,
      holder: 'A machine holds a key that opens one door.',
      tries: [
        `It listens for HL7 on <code>127.0.0.1:${ports.DEVICE_AGENT_MLLP_PORT}</code>.`,
        'In a second terminal: <code>npm run device-agent -- send apps/device-agent/samples/chemistry-panel.hl7</code>',
        'Watch the results arrive on its status page.',
      ],
    },
  ];
}

function card({ colour, title, app, url, holder, tries }: Pattern): string {
  return `<article class="${colour}">
<h2>${title}</h2>
<p class="holder">${holder}</p>
<ol>${tries.map((one) => `<li>${one}</li>`).join('')}</ol>
<p><a class="open" href="${url}">Open ${app}</a></p>
</article>`;
}
