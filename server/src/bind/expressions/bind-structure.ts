/** Collections and complex values that are written as JSON (URL Conventions 5.1.1.14.2), and beside what type they stand. */
import type { Expression, JsonArray, JsonObject } from '../../../../grammar/index.ts';
import type { BoundExpression, BoundList, BoundRecord } from '../../bound/bound.ts';
import { commonType } from '../../bound/common-type.ts';
import { capital, describe } from '../../bound/describe.ts';
import { isComparable, untyped, writingHint } from '../../bound/type-rules.ts';
import type { ValueType } from '../../model/comparison.ts';
import type { ComplexType, Property } from '../../model/edm.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import { shown } from '../../util/shown.ts';
import { castText } from './bind-literal.ts';
import { checkItems } from './budget.ts';
import { mismatch, type Scope } from './scope.ts';

type Bind = (node: Expression, scope: Scope) => BoundExpression;

export function bindList({ items }: JsonArray, scope: Scope, bind: Bind): BoundList {
  checkItems(items.length, scope);
  const bound = items.map((item) => bind(item, scope));
  const type = bound.some((item) => item.type.collection) ? untyped : commonType(bound);
  return { kind: 'BoundList', type: { type: type.type, collection: true }, items: bound };
}

/** Control information, such as `@type`, is no member. */
export function bindRecord({ members }: JsonObject, scope: Scope, bind: Bind): BoundRecord {
  checkItems(members.length, scope);
  const plain = members.filter(({ name }) => !name.includes('@'));
  const names = new Set(plain.map(({ name }) => name));
  if (names.size < plain.length) throw mismatch('An object has no two members of the same name.', scope);
  const bound = plain.map(({ name, value }) => ({ name, value: bind(value, scope) }));
  return { kind: 'BoundRecord', type: untyped, members: bound };
}

/** Literals, lists of them and objects as values of a type, where they may stand for such. */
export function asType(expression: BoundExpression, type: ValueType, scope: Scope): BoundExpression {
  if (expression.kind === 'BoundList' && type.collection) {
    const itemType = { type: type.type, collection: false };
    const items = expression.items.map((item) => asType(item, itemType, scope));
    return {
      ...expression,
      items,
      type: items.every(isLiteral) && items.length > 0 ? listType(items) : expression.type,
    };
  }
  if (expression.kind === 'BoundRecord' && type.type?.kind === 'ComplexType' && !type.collection) {
    return asComplex(expression, type.type, scope);
  }
  return castText(expression, type, scope);
}

const isLiteral = ({ kind }: BoundExpression): boolean => kind === 'BoundLiteral';

const listType = (items: readonly BoundExpression[]): ValueType => ({ type: commonType(items).type, collection: true });

function asComplex(record: BoundRecord, type: ComplexType, scope: Scope): BoundRecord {
  const members = record.members.map(({ name, value }) => {
    const property = type.properties.find((candidate) => candidate.name === name);
    if (property !== undefined) return { name, value: asProperty(property, value, scope) };
    if (type.open) return { name, value };
    const hint = didYouMean(
      name,
      type.properties.map((each) => each.name),
    );
    throw mismatch(
      `${describe(record)} has a member '${shown(name)}', which type '${type.name}' has not.${hint}`,
      scope,
    );
  });
  return { ...record, type: { type, collection: false }, members };
}

function asProperty(property: Property, written: BoundExpression, scope: Scope): BoundExpression {
  const value = asType(written, property, scope);
  const { type, collection } = value.type;
  const fits = isComparable(type, property.type) && (type === null || collection === property.collection);
  if (fits) return value;
  const reason = `${capital(describe(value))} cannot be compared with '${property.name}'. ${writingHint(property.type)}`;
  throw mismatch(reason, scope);
}
