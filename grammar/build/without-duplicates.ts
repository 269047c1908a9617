import type { QueryOption } from '../ast.ts';
import { ParseFailure } from '../failure.ts';

/** No option is given twice in one pair of parentheses, as in the query string (URL Conventions 5.1). */
export function withoutDuplicates(options: readonly QueryOption[]): readonly QueryOption[] {
  if (options.length < 2) return options;
  const seen = new Set<string>();
  for (const option of options) {
    const name = 'name' in option ? `${option.kind} ${option.name}` : option.kind;
    if (seen.has(name)) {
      throw new ParseFailure('duplicateOption', option.range.start, 'an option is given more than once in parentheses');
    }
    seen.add(name);
  }
  return options;
}
