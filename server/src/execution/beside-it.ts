/** `$it` in options nested in `$expand`: what they say of an entity beside the one that it is expanded from. */
import type { Row } from '../model/values.ts';
import type { BoundExpression, BoundVariable } from '../bound/bound.ts';
import { chain, operandsOf } from '../bound/chain.ts';
import { mentions } from '../bound/variables.ts';
import { referencesOf } from '../plan/references.ts';
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

/** What `$it` is beside some entities: absent where nothing looks at it. */
export interface Its {
  readonly it?: BoundVariable | undefined;
  /** Of one of these entities; default itself. */
  readonly of?: ((entity: Row) => Row) | undefined;
}

/** What expressions beside `$it` need. */
export interface Beside {
  readonly environment: Environment;
  /** From now on `$it` is that of this entity. */
  readonly standFor: (entity: Row) => void;
  /** Makes ready what the expressions lead to from the related entities, and from `$it` of those they are related to. */
  readonly load: (found: readonly Row[], entities: readonly Row[]) => Promise<void>;
}

export function besideIt(
  execution: Execution,
  { it, of = (entity) => entity }: Its,
  expressions: readonly BoundExpression[],
): Beside {
  const own = joinsOf(execution, referencesOf(expressions).joins);
  const its = joinsOf(execution, it === undefined ? [] : referencesOf(expressions, it).joins);
  const cell: Cell = { item: NOTHING };
  const environment = environmentOf(execution, {
    related: (path, variable) => {
      if (variable === undefined || (variable !== it && !its.leadsTo(variable))) return own.related(path, variable);
      return its.related(path, variable === it ? undefined : variable);
    },
    items: (variable) => (its.leadsTo(variable) ? its : own).items(variable),
  });
  return {
    standFor: (entity) => {
      cell.item = of(entity);
    },
    environment: it === undefined ? environment : { ...environment, cells: new Map([[it, cell]]) },
    load: async (found, entities) => {
      await own.load(found);
      await its.load([...new Set(entities.map(of))]);
    },
  };
}

/** Of the related entities of each one those for which the condition holds beside it. */
export function matchingBesideIt(
  execution: Execution,
  related: RelatedEntities,
  its: Its,
  condition: BoundExpression,
): RelatedEntities {
  const { pace } = execution;
  const { environment, standFor, load } = besideIt(execution, its, [condition]);
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
          standFor(entity);
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
