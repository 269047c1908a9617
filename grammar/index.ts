export type * from './ast.ts';
export { defaultLimits, type ParseLimits } from './limits.ts';
export { canonicalFunctionNames, type SystemQueryOption } from './names.ts';
export { OdataSyntaxError, type SyntaxErrorDetails, type SyntaxErrorReason } from './syntax-error.ts';
export { parseExpression, parseFilter } from './expression.ts';
export { parsePath, parseQueryOptions, parseUrl } from './url.ts';
