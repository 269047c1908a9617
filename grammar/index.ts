export type * from './ast.ts';
export { OdataSyntaxError, type SyntaxErrorDetails } from './syntax-error.ts';
