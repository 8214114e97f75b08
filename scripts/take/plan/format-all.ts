import { format } from 'oxfmt';
import type { Plan } from './plan-starter.ts';

const formatted = /\.(?:[cm]?[jt]sx?|json|css|html|yml)$/;

/** Formats what the formatter of this repository formats: what was cut, and what was moved to other imports. */
export async function formatAll(files: Plan, config: string): Promise<Plan> {
  const { $schema: _schema, ignorePatterns: _ignored, ...options } = JSON.parse(config) as Record<string, unknown>;
  const entries = [...files].map(async ([place, content]) => {
    if (typeof content !== 'string' || !formatted.test(place)) {
      return [place, content] as const;
    }
    const { code, errors } = await format(place, content, options);
    if (errors[0]) {
      throw new Error(`${place}: ${errors[0].message}`);
    }
    return [place, code] as const;
  });
  return new Map((await Promise.all(entries)).sort(([one], [other]) => (one < other ? -1 : 1)));
}
