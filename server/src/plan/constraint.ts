/** What a condition implies for single properties: the part of a filter that a source can be asked for. */
import type { PrimitiveValue } from '../model/values.ts';
import { commonFamily, familyOf } from '../model/comparison.ts';
import type { EntityType, Property } from '../model/edm.ts';
import { propertyOf } from '../model/model-index.ts';
import type {
  BoundBinary,
  BoundExpression,
  BoundIn,
  BoundLiteral,
  BoundMethodCall,
  BoundProperty,
  Scalar,
} from '../bound/bound.ts';
import { isRangeOperator, mirrored, type RangeOperator } from '../bound/comparison-operators.ts';
import { primitiveName } from '../bound/type-rules.ts';
import { daysOfYears, daysWithin, isDayPart, isPartName, partName, partNumber, type DayPart } from './day-parts.ts';
import { daysNear, nearDay, type NearDay } from './near-day.ts';
import {
  intersect,
  isEquatable,
  isOrdered,
  neighbour,
  range,
  unite,
  united,
  valueSet,
  type Domain,
} from './value-domain.ts';

/** Nothing satisfies the condition, or whatever does is within all of the domains. */
type Constraint = Never | Domains;

interface Never {
  readonly kind: 'Never';
}

export interface Domains {
  readonly kind: 'Domains';
  /** By name of the property; what is not listed may have any value. Null is in no domain. */
  readonly domains: ReadonlyMap<string, Domain>;
  /** Whatever is within all of the domains satisfies the condition. */
  readonly exact: boolean;
}

const never: Never = { kind: 'Never' };
const anything: Domains = { kind: 'Domains', domains: new Map(), exact: false };
/** Whatever there is. */
export const everything: Domains = { kind: 'Domains', domains: new Map(), exact: true };

const only = (name: string, domain: Domain, exact: boolean): Domains => ({
  kind: 'Domains',
  domains: new Map([[name, domain]]),
  exact,
});

/**
 * The constraint of the entities for which a condition is true. `negated` asks for those for which its negation is
 * true; neither holds the entities for which it is null.
 */
export function constraintOf(condition: BoundExpression, type: EntityType, negated = false): Constraint {
  switch (condition.kind) {
    case 'BoundLiteral':
      return condition.value === !negated ? everything : never;
    case 'BoundProperty':
      return flagConstraint(condition, type, !negated);
    case 'BoundUnary':
      return condition.operator === 'not' ? constraintOf(condition.operand, type, !negated) : anything;
    case 'BoundIn':
      return negated ? anything : setConstraint(condition, type);
    case 'BoundBinary':
      return binaryConstraint(condition, type, negated);
    case 'BoundMethodCall':
    case 'BoundLambda':
    case 'BoundCase':
    case 'BoundList':
    case 'BoundRecord':
    case 'BoundSearch':
      return anything;
  }
}

function binaryConstraint(condition: BoundBinary, type: EntityType, negated: boolean): Constraint {
  const { operator } = condition;
  if (operator === 'and' || operator === 'or') {
    const left = constraintOf(condition.left, type, negated);
    const right = constraintOf(condition.right, type, negated);
    return (operator === 'and') === negated ? either(left, right, type) : both(left, right, type);
  }
  if (operator === (negated ? 'ne' : 'eq')) return setConstraint(equality(condition), type);
  return negated ? anything : rangeConstraint(condition, type);
}

// ---- Single comparisons ---------------------------------------------------------------------------------------------

interface Membership {
  readonly operand: BoundExpression;
  readonly values: readonly Scalar[];
}

/** `property eq literal`, either way round; nothing where it is another comparison. */
function equality({ left, right }: BoundBinary): Membership | undefined {
  if (right.kind === 'BoundLiteral')
    return comparesAlike(left, right) ? { operand: left, values: [right.value] } : undefined;
  if (left.kind !== 'BoundLiteral' || !comparesAlike(right, left)) return undefined;
  return { operand: right, values: [left.value] };
}

/** A decimal is compared with a double's literal as doubles, with which more than one decimal may be equal. */
const comparesAlike = (operand: BoundExpression, literal: BoundLiteral): boolean =>
  commonFamily(operand.type, literal.type) === familyOf(operand.type);

function setConstraint(membership: Membership | BoundIn | undefined, type: EntityType): Constraint {
  if (membership === undefined) return anything;
  const { operand, values } = membership;
  if (values.length === 0) return never;
  const near = nearDay(operand);
  if (near !== undefined)
    return nearConstraint(
      near,
      values.map((value) => [value, value]),
    );
  const subject = subjectOf(operand, type);
  if (subject === undefined) return anything;
  const { property, exact } = subject;
  const known = values.filter((value): value is PrimitiveValue => value !== null);
  if (known.length < values.length && (property.nullable || !exact)) return anything;
  if (known.length === 0) return never;
  if (known.every((value) => isEquatable(property, value))) return within(subject, valueSet(property, known), exact);
  const [first] = known;
  if (known.length > 1 || first === undefined || !isOrdered(property, first)) return anything;
  return within(subject, range(first, first), exact);
}

interface Subject {
  readonly property: Property;
  /** The expression's value is the property's, always. */
  readonly exact: boolean;
  /** The property is a part of this one. */
  readonly partOf?: { readonly part: DayPart; readonly day: Property };
}

/** That the subject is within a domain, said of a property as far as that is one of the entity. */
function within({ property, partOf }: Subject, domain: Domain, exact: boolean): Constraint {
  if (partOf === undefined) return only(property.name, domain, exact);
  const { part, day } = partOf;
  if (part !== 'year') return only(partName(part, day), domain, exact);
  const days = daysOfYears(day, domain);
  return days === undefined ? anything : only(day.name, days, exact);
}

/**
 * The property an operand reads. `Job/ID` reads `JobID` too, which is the same unless the job is missing, and then
 * `Job/ID` is null.
 */
function subjectOf(operand: BoundExpression, type: EntityType): Subject | undefined {
  if (operand.kind === 'BoundMethodCall') return partSubject(operand);
  if (operand.kind !== 'BoundProperty' || operand.dynamic.length > 0 || operand.variable) return undefined;
  const [first, second, third] = operand.path;
  if (first === undefined || third !== undefined) return undefined;
  if (first.kind === 'Property') return second === undefined ? { property: first, exact: true } : undefined;
  const [join, another] = first.join;
  const isKey = another === undefined && join?.operator === 'eq' && join.to === second?.name;
  const property = isKey ? type.properties.find(({ name }) => name === join.from) : undefined;
  return property === undefined || first.collection ? undefined : { property, exact: false };
}

/** `year(Date)`, `month(Date)`, `day(Date)`. */
function partSubject({ method, args: [operand] }: BoundMethodCall): Subject | undefined {
  if (!isDayPart(method) || operand?.kind !== 'BoundProperty' || operand.variable) return undefined;
  if (operand.dynamic.length > 0) return undefined;
  const [day, behind] = operand.path;
  if (day?.kind !== 'Property' || behind !== undefined || primitiveName(day.type) !== 'Edm.Date') return undefined;
  return { property: partNumber, exact: true, partOf: { part: method, day } };
}

function flagConstraint(condition: BoundProperty, type: EntityType, value: boolean): Constraint {
  const isFlag = primitiveName(condition.type.type) === 'Edm.Boolean' && !condition.type.collection;
  return isFlag ? setConstraint({ operand: condition, values: [value] }, type) : anything;
}

function rangeConstraint({ operator, left, right }: BoundBinary, type: EntityType): Constraint {
  if (!isRangeOperator(operator)) return anything;
  if (right.kind === 'BoundLiteral') return halfLine(operator, left, right, type);
  return left.kind === 'BoundLiteral' ? halfLine(mirrored[operator], right, left, type) : anything;
}

/** Sources know closed ranges only: a strict bound becomes its neighbour, or stays and lets one value too many in. */
function halfLine(
  operator: RangeOperator,
  operand: BoundExpression,
  literal: BoundLiteral,
  type: EntityType,
): Constraint {
  const { value } = literal;
  const near = nearDay(operand);
  if (near !== undefined)
    return nearConstraint(near, [operator === 'lt' || operator === 'le' ? [undefined, value] : [value, undefined]]);
  const subject = comparesAlike(operand, literal) ? subjectOf(operand, type) : undefined;
  if (subject === undefined || value === null || !isOrdered(subject.property, value)) return anything;
  const { property } = subject;
  const isUpper = operator === 'lt' || operator === 'le';
  const isStrict = operator === 'lt' || operator === 'gt';
  const next = isStrict ? neighbour(property, value, isUpper ? -1 : 1) : value;
  const end = next ?? value;
  const exact = subject.exact && next !== undefined;
  return within(subject, isUpper ? range(undefined, end) : range(end, undefined), exact);
}

/** About when a day is that another is near to, which is within one of some ranges; null is in none. */
function nearConstraint(
  near: NearDay,
  some: readonly (readonly [from: Scalar | undefined, to: Scalar | undefined])[],
): Constraint {
  const ranges = some.map(([from, to]) => (from === null || to === null ? undefined : daysNear(near, from, to)));
  if (!ranges.every((each) => each !== undefined)) return anything;
  return only(near.property.name, united(near.property, ranges).domain, false);
}

// ---- Combinations ---------------------------------------------------------------------------------------------------

function both(a: Constraint, b: Constraint, type: EntityType): Constraint {
  if (a.kind === 'Never' || b.kind === 'Never') return never;
  const domains = new Map(a.domains);
  for (const [name, domain] of b.domains) {
    const known = domains.get(name);
    const common = known === undefined ? domain : intersect(propertyNamed(type, name), known, domain);
    if (common === undefined) return never;
    domains.set(name, common);
  }
  return withPartsOfDays({ kind: 'Domains', domains, exact: a.exact && b.exact }, type);
}

const propertyNamed = (type: EntityType, name: string): Property =>
  isPartName(name) ? partNumber : propertyOf(type, name);

/** Months and days of months of what is known to be between two days, as those days. */
function withPartsOfDays(known: Domains, type: EntityType): Constraint {
  if (![...known.domains.keys()].some(isPartName)) return known;
  const domains = new Map(known.domains);
  for (const [name, days] of known.domains) {
    if (isPartName(name)) continue;
    const property = propertyOf(type, name);
    const names = { month: partName('month', property), day: partName('day', property) };
    const [month, day] = [domains.get(names.month), domains.get(names.day)];
    if (month === undefined && day === undefined) continue;
    const found = daysWithin(property, days, { month, day });
    if (found === 'none') return never;
    if (found === undefined) continue;
    domains.set(name, found);
    domains.delete(names.month);
    domains.delete(names.day);
  }
  return { ...known, domains };
}

function either(a: Constraint, b: Constraint, type: EntityType): Constraint {
  if (a.kind === 'Never') return b;
  if (b.kind === 'Never') return a;
  const domains = new Map<string, Domain>();
  // Where one side is everything, so is the union. Else only values of one and the same property unite exactly.
  const isEverything = (a.exact && a.domains.size === 0) || (b.exact && b.domains.size === 0);
  if (isEverything) return everything;
  let exact = a.exact && b.exact && a.domains.size === 1 && b.domains.size === 1;
  for (const [name, domain] of a.domains) {
    const other = b.domains.get(name);
    const union = other === undefined ? undefined : unite(propertyNamed(type, name), domain, other);
    if (union !== undefined) domains.set(name, union.domain);
    exact &&= union?.exact === true;
  }
  return { kind: 'Domains', domains, exact };
}
