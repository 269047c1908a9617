/** How many parts a request may have that are looked up one by one; expressions have a budget of their own. */
import type { ODataUrl, QueryOption } from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';

/** Segments of a resource path, and names of a path in an expression: each may lead to another read, or step. */
const MAX_SEGMENTS = 50;
/** Query options, aliases and those of others' own included. */
const MAX_OPTIONS = 500;
/** Options in one pair of parentheses, aliases included: all see those of the parentheses around. */
const MAX_NESTED_OPTIONS = 100;
/** Items of `$select` and of `$expand`. */
const MAX_ITEMS = 500;
/** Items of `$orderby`: the values of all are kept beside each entity that is sorted. */
const MAX_ORDERBY_ITEMS = 50;

/** Items of `$compute`: the values of all are kept beside each entity that is shown. */
const MAX_COMPUTE_ITEMS = 100;

/** Throws QueryTooComplex where path, `$select`, `$expand`, `$orderby` or `$compute` have more parts than anybody needs. */
export function checkSizes({ path, options }: ODataUrl): void {
  checkSegments(path.segments.length, 'path');
  check(options.length, MAX_OPTIONS, 'the URL has', 'query options', 'URL');
  checkOptionSizes(options);
}

function checkOptionSizes(options: readonly QueryOption[]): void {
  for (const option of options) {
    switch (option.kind) {
      case 'OrderbyOption':
        check(option.items.length, MAX_ORDERBY_ITEMS, "'$orderby' has", 'items', '$orderby');
        break;
      case 'SelectOption':
        check(option.items.length, MAX_ITEMS, "'$select' has", 'items', '$select');
        for (const item of option.items) checkNested(item.options, '$select');
        break;
      case 'ComputeOption':
        check(option.items.length, MAX_COMPUTE_ITEMS, "'$compute' has", 'items', '$compute');
        break;
      case 'ExpandOption':
        check(option.items.length, MAX_ITEMS, "'$expand' has", 'items', '$expand');
        for (const item of option.items) checkNested(item.options, '$expand');
    }
  }
}

function checkNested(options: readonly QueryOption[], target: string): void {
  check(options.length, MAX_NESTED_OPTIONS, `an item of '${target}' has`, 'options', target);
  checkOptionSizes(options);
}

/** Throws QueryTooComplex where a path goes on for too long. */
export const checkSegments = (count: number, target: string): void =>
  check(count, MAX_SEGMENTS, 'a path has', 'segments', target);

function check(count: number, limit: number, subject: string, parts: string, target: string): void {
  if (count <= limit) return;
  const reason = `${subject} ${count} ${parts}; at most ${limit} are read.`;
  throw ODataError.of('QueryTooComplex', { reason }, { target });
}
