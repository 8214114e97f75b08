import { list } from '@auth-patterns/auth-config';
import { z } from 'zod';

/** The variables that a listener takes its TLS from. */
export type TlsVariables = Readonly<Record<'keyFile' | 'certificateFile' | 'caFile' | 'names', string>>;

/** Files of TLS with client certificates, and the names that a client's certificate may carry (empty: any). */
export type TlsSettings = Readonly<{
  keyFile: string;
  certificateFile: string;
  /** The authority that signs the certificates of analyzers, and of nothing else. */
  caFile: string;
  names: readonly string[];
  /** What to name when a file is wrong. */
  variables: TlsVariables;
}>;

type Values = Readonly<Record<string, unknown>>;
type Problem = Readonly<{ variable: string; message: string }>;

export const tlsFile = z.string('must be the path of a PEM file').optional();
export const tlsNames = list
  .refine((names) => names.every((name) => /^[\w.-]{1,253}$/.test(name)), {
    error: 'must list names of certificates, such as chem-200.lab.example',
    abort: true,
  })
  .default([]);

/** Without the authority any certificate would do, so there is no TLS without client certificates here. */
export function findTlsProblems(values: Values, variables: TlsVariables): readonly Problem[] {
  const { names, ...files } = variables;
  const all = Object.values(files);
  const given = all.filter((variable) => values[variable] !== undefined);
  const isPart = given.length > 0 && given.length < all.length;
  const areNamesIdle = given.length === 0 && (values[names] as readonly string[]).length > 0;
  return [
    ...(isPart ? given : []).map((variable) => ({
      variable,
      message: `is not enough alone: TLS takes all of ${all.join(', ')}`,
    })),
    ...(areNamesIdle ? [{ variable: names, message: `does nothing without TLS: set ${all.join(', ')}` }] : []),
  ];
}

/** The settings of TLS, when its files are given. */
export function toTlsSettings(values: Values, variables: TlsVariables): TlsSettings | undefined {
  const { names, ...files } = variables;
  const [keyFile, certificateFile, caFile] = [files.keyFile, files.certificateFile, files.caFile].map(
    (variable) => values[variable] as string | undefined,
  );
  return keyFile && certificateFile && caFile
    ? { keyFile, certificateFile, caFile, names: values[names] as readonly string[], variables }
    : undefined;
}
