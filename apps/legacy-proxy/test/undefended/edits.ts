export type SourceEdit = Readonly<{
  /** The attack that has to succeed then, and what is missing. */
  defence: string;
  /** Below `src/`. */
  file: string;
  /** Text of the file, once in it. */
  replace: string;
  by: string;
  /** The unit tests that must notice it, below `src/`: check-each.ts. */
  noticedBy: string;
}>;

/** The defences against P1 to P11, each with what stands there when somebody takes it out. */
export const edits: readonly SourceEdit[] = [
  {
    defence: 'P1 token of a form',
    file: 'middleware/csrf-token.ts',
    replace: "return isSameText(formField(request.body, 'csrfToken'), csrfToken(request));",
    by: 'return true;',
    noticedBy: 'middleware/cross-site.test.ts',
  },
  {
    defence: 'P1 header of an API',
    file: 'middleware/static-header.ts',
    replace: 'request.headers[name] !== value',
    by: 'false',
    noticedBy: 'middleware/static-header.test.ts',
  },
  {
    defence: 'P2 origin of a change',
    file: 'middleware/same-origin.ts',
    replace: 'if (safeMethods.has(request.method) ||',
    by: 'if (true ||',
    noticedBy: 'middleware/cross-site.test.ts',
  },
  {
    defence: 'P2 pages of other origins',
    file: 'middleware/own-audience.ts',
    replace: 'const refusal = refuseForeignRequest(method, headers, { hosts });',
    by: 'const refusal = undefined;',
    noticedBy: 'middleware/own-audience.test.ts',
  },
  {
    defence: 'P3 another id at sign-in',
    file: 'middleware/browser-session.ts',
    replace: 'await promisify(request.session.regenerate.bind(request.session))();',
    by: '',
    noticedBy: 'middleware/browser-session.test.ts',
  },
  {
    defence: 'P3 end in the store at sign-out',
    file: 'middleware/browser-session.ts',
    replace: 'await promisify(request.session.destroy.bind(request.session))();',
    by: '',
    noticedBy: 'middleware/browser-session.test.ts',
  },
  {
    defence: 'P4 headers of a request',
    file: 'features/fhir-pass-through/pass-on.ts',
    replace: '...pickHeaders(request),',
    by: "...request.headers, host: new URL(origin).host, 'content-length': undefined,",
    noticedBy: 'features/fhir-pass-through/fhir-pass-through.test.ts',
  },
  {
    defence: 'P4 headers of an answer',
    file: 'features/fhir-pass-through/pass-on.ts',
    replace: "const answerHeaders = ['content-type',",
    by: "const answerHeaders = ['content-type', 'set-cookie',",
    noticedBy: 'features/fhir-pass-through/fhir-pass-through.test.ts',
  },
  {
    defence: 'P5 list of addresses',
    file: 'features/fhir-pass-through/fhir-address.ts',
    replace: '  const [path = ',
    by: "  if (1) return { path: address, resource: 'anything' };\n  const [path = ",
    noticedBy: 'features/fhir-pass-through/fhir-pass-through.test.ts',
  },
  {
    defence: 'P6 membership by user name alone',
    file: 'features/on-behalf-of/on-behalf-of.ts',
    replace: 'const membership = membershipOf(response);',
    by: "const membership = _request.headers['x-medplum-on-behalf-of'] ?? membershipOf(response);",
    noticedBy: 'features/on-behalf-of/on-behalf-of.test.ts',
  },
  {
    defence: 'P7 one sign-in for all',
    file: 'medplum/renewal.ts',
    replace: 'signingIn ??= signInOnce();',
    by: 'signingIn = signInOnce();',
    noticedBy: 'medplum/sign-in.test.ts',
  },
  {
    defence: 'P8 a form makes one note',
    file: 'fhir/add-note.ts',
    replace: 'createResourceIfNoneExist(\n    documentFrom(draft),\n    sameNote.toString(),',
    by: 'createResource(\n    documentFrom(draft),',
    noticedBy: 'medplum/sign-in.test.ts',
  },
  {
    defence: 'P9 length of a body',
    file: 'features/fhir-pass-through/pass-on.ts',
    replace: 'const longestBodyBytes = 256 * 1024;',
    by: 'const longestBodyBytes = Infinity;',
    noticedBy: 'features/fhir-pass-through/fhir-pass-through.test.ts',
  },
  {
    defence: 'P9 length of headers',
    file: 'serve.ts',
    replace: 'maxHeaderSize: 8 * 1024,',
    by: 'maxHeaderSize: 1024 * 1024,',
    noticedBy: 'serve.test.ts',
  },
  {
    defence: 'P11 strict parser',
    file: 'serve.ts',
    replace: 'headersTimeout: requestTimeoutMs,',
    by: 'headersTimeout: requestTimeoutMs, insecureHTTPParser: true,',
    noticedBy: 'serve.test.ts',
  },
  {
    defence: 'P10 storage in memory alone',
    file: 'medplum/client.ts',
    replace: "storage: new ClientStorage(new MemoryStorage(), 'legacy-proxy:'),",
    by: '',
    noticedBy: 'medplum/client.test.ts',
  },
  {
    defence: 'P10 masked secrets',
    file: 'log.ts',
    replace: 'redact(line.trimEnd())',
    by: 'line.trimEnd()',
    noticedBy: 'log.test.ts',
  },
];
