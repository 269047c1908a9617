/** What of a filter over combinations is about one set alone, and what ties one to the sets before it. */
import type { BoundExpression, BoundProperty } from '../bound/bound.ts';
import { operandsOf } from '../bound/chain.ts';
import { operandsWithin, withOperands } from '../bound/operands.ts';
import { familyOf } from '../model/comparison.ts';
import type { NavigationProperty } from '../model/edm.ts';

/** Both sides equal: one over the entity of a set, the other over those of sets before it. */
export interface JoinCondition {
  readonly here: BoundExpression;
  readonly before: BoundExpression;
}

interface SetConditions {
  readonly navigation: NavigationProperty;
  /** Over the entities of the set. */
  readonly own: readonly BoundExpression[];
  /** Over combinations. */
  readonly equal: readonly JoinCondition[];
}

/** The sets in an order in which each is tied to those before it, where there is one; the first one stays the first. */
export function conditionsOf(
  navigations: readonly NavigationProperty[],
  filter: BoundExpression | undefined,
): readonly SetConditions[] {
  const conditions = filter === undefined ? [] : operandsOf(filter, 'and');
  const ordered: SetConditions[] = [];
  let left = navigations;
  while (left.length > 0) {
    const before = new Set(ordered.map(({ navigation }) => navigation));
    const tied = left.map((navigation) => ({ navigation, equal: equalities(conditions, navigation, before) }));
    const next = tied.find(({ equal }) => before.size > 0 && equal.length > 0) ?? tied[0];
    if (next === undefined) break;
    ordered.push({ ...next, own: conditions.flatMap((condition) => ownOf(condition, next.navigation)) });
    left = left.filter((navigation) => navigation !== next.navigation);
  }
  return ordered;
}

/** A condition over the entity of the set, if it is about nothing else. */
function ownOf(condition: BoundExpression, navigation: NavigationProperty): readonly BoundExpression[] {
  const sets = setsIn(condition);
  return sets.size === 1 && sets.has(navigation) && !namesWhole(condition) ? [behind(condition)] : [];
}

function equalities(
  conditions: readonly BoundExpression[],
  navigation: NavigationProperty,
  before: ReadonlySet<NavigationProperty>,
): readonly JoinCondition[] {
  return conditions.flatMap((condition) => {
    if (condition.kind !== 'BoundBinary' || condition.operator !== 'eq') return [];
    const { left, right } = condition;
    const family = familyOf(left.type);
    // Keys of different families differ although their values may be equal.
    if (family !== familyOf(right.type) || family === 'dynamic' || family === 'structure') return [];
    return [
      { here: left, before: right },
      { here: right, before: left },
    ].filter((sides) => {
      const own = setsIn(sides.here);
      const others = setsIn(sides.before);
      return (
        own.size === 1 && own.has(navigation) && others.size > 0 && [...others].every((other) => before.has(other))
      );
    });
  });
}

/** The sets whose entities an expression is about. */
function setsIn(expression: BoundExpression): ReadonlySet<NavigationProperty> {
  if (isOfRow(expression)) {
    const [first] = expression.path;
    return new Set(first?.kind === 'NavigationProperty' ? [first] : []);
  }
  return new Set(operandsWithin(expression).flatMap((operand) => [...setsIn(operand)]));
}

const isOfRow = (expression: BoundExpression): expression is BoundProperty =>
  expression.kind === 'BoundProperty' && expression.variable === undefined;

/** Whether an entity itself is compared, and not what is in it. */
const namesWhole = (expression: BoundExpression): boolean =>
  (isOfRow(expression) && expression.path.length + expression.dynamic.length < 2) ||
  operandsWithin(expression).some(namesWhole);

/** The same over the entity that a combination holds. */
const behind = (expression: BoundExpression): BoundExpression =>
  isOfRow(expression) ? { ...expression, path: expression.path.slice(1) } : withOperands(expression, behind);
