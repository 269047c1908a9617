import type { Preference } from './ast.ts';
import { undecoded } from './decode.ts';
import { defaultLimits, type ParseLimits } from './limits.ts';
import { parseRule } from './parse.ts';

/** Reads the value of a `Prefer` header (Protocol 8.2.8, RFC 7240). @throws OdataSyntaxError */
export function parsePreferences(value: string, limits: ParseLimits = defaultLimits): readonly Preference[] {
  return parseRule('preferences', { decoded: undecoded(value), option: 'Prefer', start: 0 }, limits);
}
