import { systemQueryOption, systemQueryOptions } from './names.ts';
import { closest, editDistance } from './suggest.ts';

const table = (rows: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(rows).flatMap(([instead, names]) => names.map((name) => [name, instead] as const)));

/** Query options of other services, of SQL and of OData 2, as `optionKeys` has them, and what to write instead. */
const replacements = table({
  $top: ['limit', 'take', 'pagesize', 'pagelimit', 'perpage', 'maxresults', 'maxrows', 'rowcount', 'topn'],
  $skip: ['offset', 'startindex', 'page', 'pagenumber', 'pageno', 'pagenum', 'pageindex', 'pageoffset', 'startat'],
  $orderby: ['sort', 'sortby', 'order', 'ordering', 'sortorder', 'sortdir', 'sortfield', 'orderdir'],
  $filter: ['where', 'criteria', 'having', 'filt', 'fltr', 'filterby', 'filterquery'],
  $select: ['fields', 'columns', 'cols', 'properties', 'attributes'],
  $expand: ['include', 'includes', 'embed', 'populate'],
  '$count=true': ['inlinecount', 'totalcount', 'includetotal', 'includecount'],
});

/** Words that may name anything, and mean an option with `$` in front only. */
const withDollar = table({
  $top: ['first', 'rows', 'max', 'maximum', 'size', 'n'],
  $skip: ['start', 'firstrow', 'skipto'],
  $filter: ['query', 'q', 'find', 'if', 'condition', 'conditions'],
  $select: ['field', 'column', 'only', 'property'],
  $expand: ['join', 'with', 'navigate'],
  '$count=true': ['total', 'number'],
  $format: ['output', 'accept', 'mime'],
});

/** What no query option does, and what to do instead. */
const advice = table({
  'Totals are asked for with $apply, as in $apply=groupby((Name),aggregate($count as Count)).': [
    'groupby',
    'group',
    'aggregate',
    'aggregates',
    'rollup',
  ],
  'Every entity comes once; choose properties with $select.': ['distinct', 'unique', 'dedupe'],
  'How many come in one page is asked for in a header: Prefer: maxpagesize=100.': ['maxpagesize'],
});

/** Slips of a name that is too short to tell slips from other words. */
const slips = table({ $top: ['topp', 'ttop', 'toop', 'tops', 'tpo', 'tp'] });

/** Words that are one letter away from a system query option, and none. */
const otherWords: ReadonlySet<string> = new Set(['form', 'skin', 'ship', 'slip', 'snip', 'skim', 'county', 'court']);

/**
 * A name without what does not tell it from others: letter case, `$`, `/`, `odata.`, hyphens, dots, underscores and
 * brackets; and one without what is in brackets behind it, as in `filter[Hours]`. None where it begins with `_` or `~`,
 * as programs name what is not for people.
 */
export function optionKeys(name: string): readonly string[] {
  if (name.length > 100) return [];
  const lower = name.toLowerCase().replace(/^[^\p{L}\p{N}_~]+/u, '');
  if (/^[_~]/.test(lower)) return [];
  const plain = lower.replace(/^odata[._-]/, '');
  const keys = [plain, plain.split('[', 1).join('')].map((key) => key.replaceAll(/[^\p{L}\p{N}]/gu, ''));
  return [...new Set(keys)].filter((key) => key !== '');
}

/** The first that any key of a name leads to. */
const firstOf = (name: string, find: (key: string) => string | undefined): string | undefined =>
  optionKeys(name)
    .map(find)
    .find((found) => found !== undefined);

/** A sentence for who writes an option that there is nothing for in OData; nothing where that is not known. */
export const adviceAgainstOption = (name: string): string | undefined => firstOf(name, (key) => advice.get(key));

/** What OData says instead of an option it does not have, written with or without `$`; nothing where that is not known. */
export function foreignOption(name: string): string | undefined {
  const beforeColon = /^\$?\w+(?=\s*:)/.exec(name.slice(0, 40))?.[0];
  const system = beforeColon === undefined ? undefined : systemQueryOption(beforeColon);
  if (system !== undefined) return `${system}=`;
  const known = firstOf(
    name,
    (key) => written(key) ?? replacements.get(key) ?? slips.get(key) ?? replacements.get(key.replace(/s$/, '')),
  );
  if (known !== undefined || !name.startsWith('$')) return known;
  return (
    firstOf(name, (key) => withDollar.get(key)) ??
    misspeltOption(name) ??
    closest(name, Object.keys(systemQueryOptions))
  );
}

const isNear = (a: string, b: string): boolean => Math.abs(a.length - b.length) <= 1 && editDistance(a, b) <= 1;

/** Shorter names, and `from`, are too near to what custom options are called. */
const unmistakable = Object.keys(systemQueryOptions).filter((option) => option.length >= 5 && option !== '$from');

/** A system query option in other characters than its own; shorter names mean too much else. */
const written = (key: string): string | undefined =>
  key.length < 3 || key === 'from' ? undefined : systemQueryOption(`$${key}`);

/** The system query option that a name without `$` is one slip away from; nothing where there is none. */
export const misspeltOption = (name: string): string | undefined =>
  firstOf(name, (key) => {
    if (key.length > 20 || otherWords.has(key)) return undefined;
    return unmistakable.find((option) => isNear(option.slice(1).toLowerCase(), key));
  });
