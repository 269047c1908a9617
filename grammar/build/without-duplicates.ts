import type { QueryOption } from '../ast.ts';
import { ParseFailure } from '../failure.ts';

/** No option is given twice in one pair of parentheses, as in the query string (URL Conventions 5.1). */
export function withoutDuplicates(options: readonly QueryOption[]): readonly QueryOption[] {
  if (options.length < 2) return options;
  const seen = new Set<string>();
  for (const option of options) {
    const name = nameOf(option);
    if (seen.has(name)) {
      const message = `'${name}' is given more than once in one pair of parentheses`;
      throw new ParseFailure('invalidValue', option.range.start, message);
    }
    seen.add(name);
  }
  return options;
}

function nameOf(option: QueryOption): string {
  if (option.kind === 'AliasAssignment') return `@${option.name}`;
  return 'name' in option ? option.name : `$${option.kind.slice(0, -'Option'.length).toLowerCase()}`;
}
