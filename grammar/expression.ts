import type { Expression } from './ast.ts';
import { undecoded } from './decode.ts';
import { defaultLimits, type ParseLimits } from './limits.ts';
import { parseRule } from './parse.ts';

/** Reads the value of a `$filter` that is already decoded. @throws OdataSyntaxError */
export function parseFilter(text: string, limits: ParseLimits = defaultLimits): Expression {
  return parseRule('filterValue', { decoded: undecoded(text), option: '$filter', start: 0 }, limits).expression;
}

/** Reads any expression that is already decoded. @throws OdataSyntaxError */
export function parseExpression(text: string, limits: ParseLimits = defaultLimits): Expression {
  return parseRule('commonExpr', { decoded: undecoded(text), option: 'expression', start: 0 }, limits);
}
