/** Service roots that hold a period and a choice of sets and fields, as docs/roots.md describes them. */
import type { EntitySetInfo } from '../../shared/catalog.ts';
import { dateFieldsOf, type DateRange, type RelativeRange } from '../../shared/date-range.ts';

const PERIODS: Readonly<Record<RelativeRange, string>> = {
  last30Days: 'last-30-days',
  last90Days: 'last-90-days',
  thisMonth: 'this-month',
  lastMonth: 'last-month',
  thisQuarter: 'this-quarter',
  lastQuarter: 'last-quarter',
  thisYear: 'this-year',
  lastYear: 'last-year',
};

/** Before there was ClickTime, for roots have no period without a first day. */
const BEFORE_ALL = '1990-01-01';

/** The period as a root writes it, `last-90-days`; undefined for all days. The service works out which days these are. */
export function periodOf(range: DateRange): string | undefined {
  if (range.kind === 'all') return undefined;
  if (range.kind !== 'custom') return PERIODS[range.kind];
  const { from = BEFORE_ALL, to } = range;
  return to === undefined ? `since-${from}` : `${from}..${to}`;
}

/** The root that holds the period of an entity set; `root` itself where the set has none. */
export function periodRoot(root: string, entitySet: EntitySetInfo, range: DateRange): string {
  const period = dateFieldsOf(entitySet) === undefined ? undefined : periodOf(range);
  return period === undefined ? root : `${root}${period}/`;
}

/** An entity set with its fields, or all of those that it has whenever it is read. */
export interface ChosenFields {
  readonly entitySet: EntitySetInfo;
  readonly fields: 'all' | readonly string[];
  readonly range: DateRange;
}

/** The root that holds these sets alone, with their fields, in the period of those that have one. */
export function chosenRoot(root: string, sets: readonly ChosenFields[]): string {
  const dated = sets.find(({ entitySet }) => dateFieldsOf(entitySet) !== undefined);
  const base = dated === undefined ? root : periodRoot(root, dated.entitySet, dated.range);
  return `${base}only=${sets.map(chosenSet).join(',')}/`;
}

/** Keys are there whether or not they are named; a set of which nothing else is wanted names them. */
function chosenSet({ entitySet, fields }: ChosenFields): string {
  if (fields === 'all') return entitySet.name;
  const { fields: all } = entitySet;
  const wanted = all.filter(({ name, isKey }) => !isKey && fields.includes(name));
  const named = wanted.length > 0 ? wanted : all.filter(({ isKey }) => isKey);
  return `${entitySet.name}(${named.map(({ name }) => name).join(',')})`;
}
