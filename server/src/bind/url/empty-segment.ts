import { ODataError } from '../../errors/odata-error.ts';

/**
 * What to tell of a path, as received, that has nothing between two slashes; texts in quotes have rules of their own.
 * One slash at the end is none of these.
 */
export function emptySegment(path: string): ODataError | undefined {
  const outside = path.replaceAll(/'[^']*'/g, (text) => text.replaceAll('/', '_'));
  const at = outside.indexOf('//');
  if (at < 0) return undefined;
  const before = path.slice(0, at).slice(-100);
  const where = before === '' ? 'at its beginning' : `behind '${before}'`;
  const reason = `The path has two slashes ${where}, with nothing in between. Write one.`;
  return ODataError.of('SyntaxError', { reason }, { target: 'path' });
}
