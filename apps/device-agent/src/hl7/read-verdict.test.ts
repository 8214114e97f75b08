import { expect, test } from 'vitest';
import { readVerdict } from './read-verdict.ts';

const msh = String.raw`MSH|^~\&|AGENT`;
const full = 'ERR||||207^Application internal error^HL70357|E';
const error = (code: number): string => `ERR||OBX^1^3|${code}^x^HL70357|E`;
const answer = (...lines: readonly string[]): string => lines.map((line) => `${line}\r`).join('');

test.each([
  ['one message that was taken', answer(msh, 'MSA|AA|M1'), 'accepted'],
  ['a commit alone', answer(msh, 'MSA|CA|M1'), 'accepted'],
  ['a commit and what came of it', answer(msh, 'MSA|CA|M1', msh, 'MSA|AA|M1'), 'accepted'],
  ['several, one of them with a mistake', answer(msh, 'MSA|AA|M1', msh, 'MSA|AE|M2', error(101)), 'refused'],
  ['a commit and a mistake', answer(msh, 'MSA|CA|M1', msh, 'MSA|AE|M1', error(101)), 'refused'],
  ['a mistake, without the place', answer(msh, 'MSA|AE|M1', error(102)), 'refused'],
  ['a message that will never be taken', answer(msh, 'MSA|AR|M1', error(200)), 'refused'],
  ['a message too long to be read', answer(msh, 'MSA|AR|', error(207)), 'refused'],
  ['a full disk', answer(msh, 'MSA|AE|M1', full.replace('||||', '|||')), 'try-again'],
  ['a full disk, after a commit', answer(msh, 'MSA|CE|M1', full.replace('||||', '|||')), 'try-again'],
  ['a full disk and a mistake', answer(msh, 'MSA|AE|M1', error(207), msh, 'MSA|AE|M2', error(101)), 'refused'],
  ['an answer in separators of its own', answer('MSH#@$%*#AGENT', 'MSA#AE#M1', 'ERR###207@x#E'), 'try-again'],
  ['no acknowledgment', '', undefined],
  ['a header alone', answer(msh), undefined],
  ['what is no HL7', 'HTTP/1.1 400 Bad Request', undefined],
])('[D3] answer with %s, says whether to keep the message', (_, text, verdict) => {
  expect(readVerdict(text)).toBe(verdict);
});
