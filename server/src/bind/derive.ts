import type { BoundExpression } from '../bound/bound.ts';
import { isNavigation } from '../bound/describe.ts';
import type { DerivedSet } from '../bound/derived.ts';
import { primitiveName } from '../bound/type-rules.ts';
import type { EntitySet, NavigationProperty, Property } from '../model/edm.ts';
import { targetOf, type ModelIndex } from '../model/model-index.ts';
import { bindExpression } from './expressions/bind-expression.ts';
import { parseRequestUrl } from './url/parse-request-url.ts';
import { requestScope, scopeOf } from './expressions/scope.ts';

const known = new WeakMap<ModelIndex, Map<EntitySet, DerivedSet>>();

/** What a derived set's properties stand for, bound once for a model; nothing for other sets. Faults of a model throw. */
export function derivedSet(index: ModelIndex, entitySet: EntitySet): DerivedSet | undefined {
  if (entitySet.derived === undefined) return undefined;
  const ofModel = known.get(index) ?? new Map<EntitySet, DerivedSet>();
  known.set(index, ofModel);
  const derived = ofModel.get(entitySet) ?? bindDerived(index, entitySet, entitySet.derived);
  ofModel.set(entitySet, derived);
  return derived;
}

type Derivation = NonNullable<EntitySet['derived']>;

function bindDerived(index: ModelIndex, entitySet: EntitySet, derivation: Derivation): DerivedSet {
  const { entityType } = entitySet;
  const base = index.entitySets.get(derivation.base);
  const fault = (reason: string): Error => new Error(`${entitySet.name}: ${reason}`);
  if (base === undefined) throw fault(`its base ${derivation.base} does not exist`);
  const seen = withNavigation(base, derivation.navigation ?? []);
  const extra = Object.keys(derivation.columns).find(
    (name) => !entityType.properties.some((each) => each.name === name),
  );
  if (extra !== undefined) throw fault(`there is an expression for ${extra}, which is no property`);
  const columns = new Map(
    entityType.properties.map((property) => {
      const text = derivation.columns[property.name] ?? property.name;
      return [property.name, asDeclared(bindColumn(index, seen, text), property, fault)] as const;
    }),
  );
  for (const name of entityType.key) {
    const column = columns.get(name);
    if (column?.kind !== 'BoundProperty' || column.path.length !== 1)
      throw fault(`${name} is of the key, and no property of the base set`);
  }
  const ways = new Map(
    entityType.navigationProperties.map((each) => [each.name, wayOf(each, { index, base, columns }, fault)] as const),
  );
  return { entitySet, base, columns, ways };
}

/** The set as the expressions see it. */
function withNavigation(base: EntitySet, more: readonly NavigationProperty[]): EntitySet {
  if (more.length === 0) return base;
  const { entityType } = base;
  return {
    ...base,
    entityType: { ...entityType, navigationProperties: [...entityType.navigationProperties, ...more] },
  };
}

/** The text as an expression over the entities of the base set. */
function bindColumn(index: ModelIndex, base: EntitySet, text: string): BoundExpression {
  const [option] = parseRequestUrl(base.name, `$orderby=${encodeURIComponent(text)}`).options;
  const item = option?.kind === 'OrderbyOption' && option.items.length === 1 ? option.items[0] : undefined;
  if (item === undefined) throw new Error(`${text} is no expression`);
  return bindExpression(item.expression, scopeOf(requestScope(index, []), { entitySet: base, nested: false }, text));
}

/** The expression with the type that the property declares: values of another are cast. */
function asDeclared(
  column: BoundExpression,
  { name, type, collection }: Property,
  fault: (reason: string) => Error,
): BoundExpression {
  const is = column.type;
  const isSame = is.type !== null && is.type.kind === type.kind && is.type.name === type.name;
  if (!isNavigation(column) && isSame && is.collection === collection) return column;
  const isCastable =
    !collection && !is.collection && primitiveName(type) !== undefined && is.type?.kind !== 'ComplexType';
  if (isNavigation(column) || !isCastable) throw fault(`the expression for ${name} does not have its type`);
  return { kind: 'BoundMethodCall', type: { type, collection }, method: 'cast', args: [column] };
}

// ---- Navigation -----------------------------------------------------------------------------------------------------

interface Columns {
  readonly index: ModelIndex;
  readonly base: EntitySet;
  readonly columns: ReadonlyMap<string, BoundExpression>;
}

/**
 * The way from the base set's entity to where a navigation property leads: through the entity whose properties it is
 * joined on, which has to be one.
 */
function wayOf(
  navigation: NavigationProperty,
  { index, base, columns }: Columns,
  fault: (reason: string) => Error,
): readonly NavigationProperty[] {
  const sources = navigation.join.map(({ from }) => {
    const column = columns.get(from);
    const last = column?.kind === 'BoundProperty' && column.dynamic.length === 0 ? column.path.at(-1) : undefined;
    if (column?.kind !== 'BoundProperty' || last?.kind !== 'Property')
      throw fault(`${navigation.name} is joined on an expression`);
    return { before: column.path.slice(0, -1), name: last.name };
  });
  const before = sources[0]?.before ?? [];
  const through = before.filter((step) => step.kind === 'NavigationProperty');
  const isOne = sources.every((each) => namesOf(each.before) === namesOf(before));
  if (!isOne || through.length < before.length)
    throw fault(`${navigation.name} is joined on properties of several entities`);
  const join = navigation.join.map((condition, position) => ({
    ...condition,
    from: sources[position]?.name ?? condition.from,
  }));
  const last = through.at(-1);
  const owner = last === undefined ? base : targetOf(index, last);
  const same = owner.entityType.navigationProperties.find(
    (each) =>
      each.target === navigation.target &&
      each.collection === navigation.collection &&
      JSON.stringify(each.join) === JSON.stringify(join),
  );
  return [...through, same ?? { ...navigation, join }];
}

const namesOf = (steps: readonly { readonly name: string }[]): string => steps.map(({ name }) => name).join('/');
