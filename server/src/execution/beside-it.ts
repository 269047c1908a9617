/** `$it` in options nested in `$expand`: what they say of an entity beside the one that it is expanded from. */
import type { Row } from '../model/values.ts';
import type { BoundExpand, BoundExpression, BoundVariable } from '../bound/bound.ts';
import { chain, operandsOf } from '../bound/chain.ts';
import { mentions } from '../bound/variables.ts';
import { referencesOf, referencesToIt } from '../plan/references.ts';
import type { Cell, Environment } from './evaluate/compile-expression.ts';
import { NOTHING } from './evaluate/evaluator.ts';
import { compileFilter } from './evaluate/evaluate-row.ts';
import { environmentOf, type Execution } from './execution.ts';
import { joinsOf } from './read-matches.ts';
import type { RelatedEntities } from './related.ts';

/** A filter as what a source can be asked for, and what only holds beside `$it`. */
interface Divided {
  readonly alone: BoundExpression | undefined;
  readonly beside: BoundExpression | undefined;
}

export function divided(filter: BoundExpression | undefined, it: BoundVariable | undefined): Divided {
  if (filter === undefined || it === undefined) return { alone: filter, beside: undefined };
  const operands = operandsOf(filter, 'and');
  const beside = operands.filter((operand) => mentions(operand, it));
  const alone = operands.filter((operand) => !beside.includes(operand));
  return { alone: chained(alone), beside: chained(beside) };
}

const chained = (operands: readonly BoundExpression[]): BoundExpression | undefined =>
  operands.length === 0 ? undefined : chain('and', operands);

/** What expressions beside `$it` need; `cell` is what it stands for. */
export interface Beside {
  readonly environment: Environment;
  readonly cell: Cell;
  /** Makes ready what the expressions lead to from the related entities, and from those they are expanded from. */
  readonly load: (found: readonly Row[], entities: readonly Row[]) => Promise<void>;
}

export function besideIt(execution: Execution, expand: BoundExpand, expressions: readonly BoundExpression[]): Beside {
  const own = joinsOf(execution, referencesOf(expressions).joins);
  const its = joinsOf(execution, referencesToIt(expand).joins);
  const cell: Cell = { item: NOTHING };
  const { it } = expand;
  const environment = environmentOf(execution, {
    related: (path, variable) => {
      if (variable === undefined || (variable !== it && !its.leadsTo(variable))) return own.related(path, variable);
      return its.related(path, variable === it ? undefined : variable);
    },
    items: (variable) => (its.leadsTo(variable) ? its : own).items(variable),
  });
  return {
    cell,
    environment: it === undefined ? environment : { ...environment, cells: new Map([[it, cell]]) },
    load: async (found, entities) => {
      await own.load(found);
      await its.load(entities);
    },
  };
}

/** Of the related entities of each one those for which the condition holds beside it. */
export function matchingBesideIt(
  execution: Execution,
  related: RelatedEntities,
  expand: BoundExpand,
  condition: BoundExpression,
): RelatedEntities {
  const { pace } = execution;
  const { environment, cell, load } = besideIt(execution, expand, [condition]);
  const matches = compileFilter(condition, environment);
  const kept = new Map<Row, readonly Row[]>();
  return {
    of: (entity) => kept.get(entity) ?? [],
    load: async (entities) => {
      await load(await related.load(entities), entities);
      const all = new Set<Row>();
      for (const entity of entities) {
        const rows: Row[] = [];
        for (const row of related.of(entity)) {
          cell.item = entity;
          if (matches(row)) rows.push(row);
          if (pace.isDue()) await pace.pause();
        }
        kept.set(entity, rows);
        for (const row of rows) all.add(row);
      }
      return [...all];
    },
  };
}
