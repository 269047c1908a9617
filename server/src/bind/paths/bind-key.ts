import type { Argument, Expression } from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { EntitySet, Property } from '../../model/edm.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import { shown } from '../../util/shown.ts';
import { literalFor } from '../expressions/bind-literal.ts';
import type { BoundExpression, EntityAccess, KeyValue } from '../../bound/bound.ts';
import { type RequestScope, type Scope, scopeOf } from '../expressions/scope.ts';
import { primitiveName, writingHint } from '../../bound/type-rules.ts';

/**
 * The key predicate's values, whole and in the order of the type's key: `('a')` for a key of one property,
 * `(TripId=...,Number=1)` for any. Behind a navigation property, values that the relationship fixes may be left out.
 */
export function bindKey(
  args: readonly Argument[],
  of: EntityAccess,
  request: RequestScope,
  bind: Bind,
): readonly KeyValue[] {
  const { entitySet } = of;
  const implied = impliedKey(of);
  const properties = keyProperties(entitySet);
  const open = properties.filter(({ name }) => !implied.has(name));
  const given = namedArguments(args, entitySet, properties, open);
  const scope = scopeOf(request, { entitySet, nested: false }, entitySet.name);
  return properties.map((property) => {
    const value = given.get(property.name);
    if (value !== undefined) return bindKeyValue(property, bindValue(value, scope, bind), entitySet);
    const known = implied.get(property.name);
    if (known !== undefined) return { property, value: known.value };
    throw invalidKey(entitySet, `'${property.name}' is missing. ${writeKey(entitySet, properties)}`);
  });
}

/** The properties of the key, in its order. */
export const keyProperties = ({ entityType }: EntitySet): readonly Property[] =>
  entityType.key.flatMap((name) => entityType.properties.find((property) => property.name === name) ?? []);

/** Key values that follow from the entity the navigation starts from (URL Conventions 4.3.3). */
export function impliedKey(of: EntityAccess): ReadonlyMap<string, KeyValue> {
  const implied = new Map<string, KeyValue>();
  if (of.kind === 'FilterAccess') return impliedKey(of.of);
  if (of.kind !== 'NavigationAccess' || of.of.kind !== 'KeyAccess') return implied;
  for (const { from, to, operator } of of.navigation.join) {
    const value = of.of.key.find(({ property }) => property.name === from);
    const isKey = of.entitySet.entityType.key.includes(to);
    if (operator === 'eq' && value !== undefined && isKey) implied.set(to, value);
  }
  return implied.size < of.entitySet.entityType.key.length ? implied : new Map();
}

function namedArguments(
  args: readonly Argument[],
  entitySet: EntitySet,
  properties: readonly Property[],
  open: readonly Property[],
): ReadonlyMap<string, Expression> {
  const [first] = args;
  const write = writeKey(entitySet, properties);
  if (first === undefined) throw invalidKey(entitySet, `the parentheses are empty. ${write}`);
  if (args.length === 1 && first.name === undefined) {
    const [only] = open.length === 1 ? open : properties;
    if (only !== undefined && (open.length === 1 || properties.length === 1))
      return new Map([[only.name, first.value]]);
  }
  const given = new Map<string, Expression>();
  for (const { name, value } of args) {
    if (name === undefined) throw invalidKey(entitySet, `each value needs the name of its property. ${write}`);
    if (!properties.some((property) => property.name === name)) {
      const hint = didYouMean(
        name,
        properties.map((property) => property.name),
      );
      throw invalidKey(entitySet, `'${shown(name)}' is not part of it.${hint} ${write}`);
    }
    if (given.has(name)) throw invalidKey(entitySet, `'${shown(name)}' is given twice.`);
    given.set(name, value);
  }
  return given;
}

type Bind = (node: Expression, scope: Scope) => BoundExpression;

const bindValue = (node: Expression, scope: Scope, bind: Bind): BoundExpression | undefined =>
  node.kind === 'MemberPath' ? undefined : bind(node, scope);

function bindKeyValue(property: Property, literal: BoundExpression | undefined, entitySet: EntitySet): KeyValue {
  const value = literal?.kind === 'BoundLiteral' ? literalFor(property.type, literal) : undefined;
  if (value !== undefined) return { property, value };
  const { type, name } = property;
  throw invalidKey(entitySet, `the value of '${name}' must be of type ${type.name}. ${writingHint(type)}`);
}

function writeKey({ name }: EntitySet, properties: readonly Property[]): string {
  const [only] = properties;
  if (properties.length === 1 && only !== undefined) return `Write ${name}(${example(only)}).`;
  return `Write ${name}(${properties.map((property) => `${property.name}=${example(property)}`).join(',')}).`;
}

const example = ({ type }: Property): string => (primitiveName(type) === 'Edm.String' ? "'...'" : '...');

const invalidKey = (entitySet: EntitySet, reason: string): ODataError =>
  ODataError.of('InvalidKey', { entitySet: entitySet.name, reason }, { target: entitySet.name });
