export type * from './ast.ts';
export { defaultLimits, type ParseLimits } from './limits.ts';
export { canonicalFunctionNames, type SystemQueryOption } from './names.ts';
export { OdataSyntaxError, type SyntaxErrorDetails, type SyntaxErrorReason } from './syntax-error.ts';
export { parseExpression, parseFilter } from './expression.ts';
export { parsePreferences } from './preferences.ts';
export { parseContextUrl, parsePath, parseQueryOptions, parseRelativeUrl, parseUrl } from './url.ts';
