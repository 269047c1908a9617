import type { EntitySet, PropertyType } from '../model/edm.ts';
import { isPrimitive, type Value } from '../model/values.ts';
import type { CollectionPlan, PlanJoin } from './plan.ts';
import { printExpression, printList, printOrderby, printValue } from '../bound/print-bound.ts';
import type { SourcePredicate } from '../source/source.ts';

/** A plan for people, one line for each thing to do; what there is not to do has no line. */
export function printPlan(plan: CollectionPlan): string {
  return linesOf(plan)
    .map(([verb, what]) => `${verb.padEnd(7)} ${what}`)
    .join('\n');
}

/** The same in one line. */
export const printPlanInLine = (plan: CollectionPlan): string => inLine(linesOf(plan));

/** What of a plan the source is asked for where it only has to count. */
export const printCountInLine = (plan: CollectionPlan): string =>
  inLine([['count', plan.entitySet.name], ...pushedBy(plan)]);

type PlanLine = readonly [verb: string, what: string];

const inLine = (lines: readonly PlanLine[]): string => lines.map(([verb, what]) => `${verb} ${what}`).join('; ');

const pushedBy = ({ predicates, entitySet }: CollectionPlan): readonly PlanLine[] =>
  predicates.map((predicate) => ['push', printPredicate(predicate, entitySet)]);

function linesOf(plan: CollectionPlan): readonly PlanLine[] {
  const { entitySet, residual, empty, sort, properties, joins } = plan;
  const { derived } = plan;
  if (derived !== undefined && !empty) {
    return [
      ['derive', `${entitySet.name} from ${derived.base.entitySet.name}`],
      ...joins.map((join): PlanLine => ['join', printJoin(join)]),
      ...(sort === undefined ? [] : [['sort', printOrderby(sort)] satisfies PlanLine]),
      ['fetch', properties.join(', ')],
    ];
  }
  if (empty) return [['empty', `${entitySet.name}: no entity can match`]];
  return [
    ['read', entitySet.name],
    ...pushedBy(plan),
    ...joins.map((join): PlanLine => ['join', printJoin(join)]),
    ...(residual === undefined ? [] : [['filter', printExpression(residual)] satisfies PlanLine]),
    ...(sort === undefined ? [] : [['sort', printOrderby(sort)] satisfies PlanLine]),
    ['fetch', properties.join(', ')],
  ];
}

function printPredicate(predicate: SourcePredicate, { entityType }: EntitySet): string {
  const type = entityType.properties.find(({ name }) => name === predicate.property)?.type ?? null;
  if (predicate.kind === 'InPredicate') {
    const list = printList(predicate.values.filter(isPrimitive), { type, collection: false });
    return `${predicate.property} in ${list}`;
  }
  const ranges = predicate.ranges.map(({ from, to }) => `${printEnd('from', from, type)}${printEnd('to', to, type)}`);
  return `${predicate.property}${ranges.join(' or')}`;
}

const printEnd = (word: string, value: Value | undefined, type: PropertyType | null): string =>
  value === undefined || !isPrimitive(value) ? '' : ` ${word} ${printValue(value, type)}`;

function printJoin({ navigation, items, properties, joins }: PlanJoin): string {
  const filter = items?.filter === undefined ? '' : `/$filter(${printExpression(items.filter)})`;
  return `${navigation.name}${filter}(${[...properties, ...joins.map(printJoin)].join(', ')})`;
}
