import { canonicalKey } from '../model/comparison.ts';
import type { NavigationProperty } from '../model/edm.ts';
import type { Row, Value } from '../model/values.ts';
import { referencesOf } from '../plan/references.ts';
import { paced } from '../util/turns.ts';
import type { BoundExpression } from '../bound/bound.ts';
import { compileExpressions } from './evaluate/evaluate-row.ts';
import { environmentOf, type Execution } from './execution.ts';
import type { JoinCondition } from './join-order.ts';
import { joinsOf } from './read-matches.ts';

/** The entities of a set that fit to the beginning of a combination. */
export interface Lookup {
  /** Of the navigation property that holds them. */
  readonly name: string;
  /** Makes ready what the conditions lead to from these beginnings. */
  prepare(begun: readonly Row[]): Promise<void>;
  /** All of them where nothing has to be equal. */
  candidates(begun: Row): readonly Row[];
}

interface Tied {
  readonly navigation: NavigationProperty;
  readonly equal: readonly JoinCondition[];
}

/** The rows by what has to be equal; null equals null. */
export async function hashed(execution: Execution, rows: readonly Row[], tied: Tied): Promise<Lookup> {
  const { navigation, equal } = tied;
  const { name } = navigation;
  if (equal.length === 0) return { name, prepare: async () => undefined, candidates: () => rows };
  const here = await keysOf(
    execution,
    equal.map((each) => each.here),
  );
  const before = await keysOf(
    execution,
    equal.map((each) => each.before),
  );
  const own = rows.map((row) => ({ [name]: row }));
  await here.prepare(own);
  const groups = new Map<string, Row[]>();
  let position = 0;
  await paced(own, execution.pace, (combination) => {
    const key = here.keyOf(combination);
    const row = rows[position++];
    const group = groups.get(key);
    if (row === undefined) return;
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  });
  return {
    name,
    prepare: (begun) => before.prepare(begun),
    candidates: (begun) => groups.get(before.keyOf(begun)) ?? [],
  };
}

interface Keys {
  prepare(combinations: readonly Row[]): Promise<void>;
  keyOf(combination: Row): string;
}

async function keysOf(execution: Execution, expressions: readonly BoundExpression[]): Promise<Keys> {
  const joins = joinsOf(execution, referencesOf(expressions).joins);
  const valuesOf = compileExpressions(expressions, environmentOf(execution, joins));
  const keys = expressions.map(({ type }) => canonicalKey(type));
  const keyOf = (value: Value, position: number): unknown => (value === null ? null : keys[position]?.(value));
  return {
    prepare: (combinations) => joins.load(combinations),
    keyOf: (combination) => JSON.stringify(valuesOf(combination).map(keyOf)),
  };
}
