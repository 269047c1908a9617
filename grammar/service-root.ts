import type { RootChoice, RootPeriod } from './ast.ts';
import { decode } from './decode.ts';
import { reads } from './form.ts';
import { defaultLimits, type ParseLimits } from './limits.ts';
import { parseRule, type Source } from './parse.ts';
import { invalidEncoding } from './url-errors.ts';

/** Reads the segment of a service root that says a period. @throws OdataSyntaxError */
export const parseRootPeriod = (segment: string, limits: ParseLimits = defaultLimits): RootPeriod =>
  parseRule('rootPeriod', sourceOf(segment), limits);

/** Reads the segment of a service root that says a choice of sets and fields, from `only=` on. @throws OdataSyntaxError */
export const parseRootChoice = (segment: string, limits: ParseLimits = defaultLimits): RootChoice =>
  parseRule('rootChoice', sourceOf(segment), limits);

/** Whether {@link parseRootChoice} reads a segment; without looking for what is wrong, which takes long. */
export function isRootChoice(segment: string): boolean {
  const decoded = decode(segment);
  return typeof decoded !== 'number' && reads(decoded.text, 'rootChoice');
}

function sourceOf(segment: string): Source {
  const decoded = decode(segment);
  if (typeof decoded === 'number') throw invalidEncoding(segment, OPTION, decoded, 0);
  return { decoded, option: OPTION, start: 0 };
}

/** What errors call it. */
const OPTION = 'The service root';
