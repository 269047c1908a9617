import { systemQueryOption, systemQueryOptions } from './names.ts';
import { closest, editDistance } from './suggest.ts';

const table = (rows: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(rows).flatMap(([instead, names]) => names.map((name) => [name, instead] as const)));

/** Query options of other services, of SQL and of OData 2, and what to write instead. */
const replacements = table({
  $top: ['limit', 'take', 'pagesize', 'page_size', 'per_page', 'perpage', 'maxresults'],
  $skip: ['offset', 'startindex', 'page', 'pagenumber', 'page_number'],
  $orderby: ['sort', 'sortby', 'sort_by', 'order', 'order_by', 'ordering', 'sortorder'],
  $filter: ['where', 'criteria', 'having'],
  $select: ['fields', 'columns', 'properties', 'attributes'],
  $expand: ['include', 'includes', 'embed', 'populate'],
  '$count=true': ['inlinecount', 'totalcount', 'includetotal'],
});

/** Words that may name anything, and mean an option with `$` in front only. */
const withDollar = table({
  $top: ['first', 'rows', 'max', 'maximum', 'size', 'n'],
  $skip: ['start', 'first_row', 'skipto'],
  $filter: ['query', 'q', 'find', 'if', 'condition', 'conditions'],
  $select: ['field', 'column', 'only', 'property'],
  $expand: ['join', 'with', 'navigate'],
  '$count=true': ['total', 'number'],
  $format: ['output', 'accept', 'mime'],
});

/** What OData says instead of an option it does not have, written with or without `$`; nothing where that is not known. */
export function foreignOption(name: string): string | undefined {
  const beforeColon = /^\$?\w+(?=\s*:)/.exec(name.slice(0, 40))?.[0];
  const system = beforeColon === undefined ? undefined : systemQueryOption(beforeColon);
  if (system !== undefined) return `${system}=`;
  const key = name.toLowerCase();
  return key.startsWith('$')
    ? (replacements.get(key.slice(1)) ?? withDollar.get(key.slice(1)) ?? closest(name, Object.keys(systemQueryOptions)))
    : replacements.get(key);
}

/** Shorter names, and `from`, are too near to what custom options are called. */
const unmistakable = Object.keys(systemQueryOptions)
  .map((option) => option.slice(1).toLowerCase())
  .filter((name) => name.length >= 4 && name !== 'from');

/** The system query option that a name without `$` is one slip away from; nothing where there is none. */
export function misspeltOption(name: string): string | undefined {
  const key = name.toLowerCase();
  if (key.length > 20) return undefined;
  const meant = unmistakable.find((each) => each !== key && editDistance(each, key) === 1);
  return meant === undefined ? undefined : `$${meant === 'toinclusive' ? 'toInclusive' : meant}`;
}
