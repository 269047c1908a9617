import type { Rule } from './rules.ts';

/** Canonical functions of OData 4.01 and its Aggregation extension with the number of arguments each takes. */
const functionArguments: ReadonlyMap<string, readonly [minimum: number, maximum: number]> = new Map([
  ['concat', [2, 2]],
  ['contains', [2, 2]],
  ['endswith', [2, 2]],
  ['indexof', [2, 2]],
  ['length', [1, 1]],
  ['matchespattern', [2, 2]],
  ['startswith', [2, 2]],
  ['substring', [2, 3]],
  ['hassubset', [2, 2]],
  ['hassubsequence', [2, 2]],
  ['tolower', [1, 1]],
  ['toupper', [1, 1]],
  ['trim', [1, 1]],
  ['date', [1, 1]],
  ['day', [1, 1]],
  ['fractionalseconds', [1, 1]],
  ['hour', [1, 1]],
  ['maxdatetime', [0, 0]],
  ['mindatetime', [0, 0]],
  ['minute', [1, 1]],
  ['month', [1, 1]],
  ['now', [0, 0]],
  ['second', [1, 1]],
  ['time', [1, 1]],
  ['totaloffsetminutes', [1, 1]],
  ['totalseconds', [1, 1]],
  ['year', [1, 1]],
  ['ceiling', [1, 1]],
  ['floor', [1, 1]],
  ['round', [1, 1]],
  ['geo.distance', [2, 2]],
  ['geo.intersects', [2, 2]],
  ['geo.length', [1, 1]],
  ['isdefined', [1, 1]],
]);

/** How many arguments a canonical function takes, or nothing where there is no such function. Any letter case. */
export function argumentCount(method: string): readonly [minimum: number, maximum: number] | undefined {
  return functionArguments.get(method) ?? functionArguments.get(method.toLowerCase());
}

/** The canonical functions, in lower case; `case`, `cast` and `isof` have a syntax of their own and come last. */
export const canonicalFunctionNames: readonly string[] = [...functionArguments.keys(), 'case', 'cast', 'isof'];

/** Names in front of parentheses that no function can have: the first three stand behind a collection, `Items/any(...)`. */
export const reservedCalls: ReadonlySet<string> = new Set(['any', 'all', 'aggregate', 'case', 'cast', 'isof']);

/** The transformations of `$apply`. */
export const transformationNames: readonly string[] = [
  'aggregate',
  'groupby',
  'filter',
  'compute',
  'concat',
  'identity',
  'search',
  'orderby',
  'top',
  'skip',
  'topcount',
  'topsum',
  'toppercent',
  'bottomcount',
  'bottomsum',
  'bottompercent',
  'join',
  'outerjoin',
  'nest',
  'addnested',
  'ancestors',
  'descendants',
  'traverse',
  'rollup',
  'rolluprecursive',
];

export const binaryOperators = [
  'or',
  'and',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'has',
  'in',
  'add',
  'sub',
  'mul',
  'div',
  'divby',
  'mod',
] as const;

/** System query options, and the grammar rule that reads the value of each. `$levels` exists in `$expand` only. */
export const systemQueryOptions = {
  $filter: 'filterValue',
  $select: 'selectValue',
  $expand: 'expandValue',
  $orderby: 'orderbyValue',
  $top: 'topValue',
  $skip: 'skipValue',
  $count: 'inlinecountValue',
  $search: 'searchValue',
  $compute: 'computeValue',
  $apply: 'applyValue',
  $format: 'formatValue',
  $skiptoken: 'skiptokenValue',
  $deltatoken: 'deltatokenValue',
  $id: 'idValue',
  $index: 'indexValue',
  $schemaversion: 'schemaversionValue',
  $at: 'temporalPoint',
  $from: 'temporalPoint',
  $to: 'temporalPoint',
  $toInclusive: 'temporalPoint',
} as const satisfies Readonly<Record<`$${string}`, Rule>>;

export type SystemQueryOption = keyof typeof systemQueryOptions;

const isSystemQueryOption = (name: string): name is SystemQueryOption => Object.hasOwn(systemQueryOptions, name);
const names = Object.keys(systemQueryOptions).filter(isSystemQueryOption);
const exact: ReadonlyMap<string, SystemQueryOption> = new Map(names.map((name) => [name, name]));
const byLowerCase: ReadonlyMap<string, SystemQueryOption> = new Map(names.map((name) => [name.toLowerCase(), name]));

/**
 * The system query option of a name written with or without `$` and in any letter case (4.01, URL Conventions 5.1);
 * `skiptoken` and `deltatoken` need their `$`.
 */
export function systemQueryOption(name: string): SystemQueryOption | undefined {
  const found = exact.get(name);
  if (found !== undefined) return found;
  const key = name.toLowerCase();
  if (key.startsWith('$')) return byLowerCase.get(key);
  return key === 'skiptoken' || key === 'deltatoken' ? undefined : byLowerCase.get(`$${key}`);
}
