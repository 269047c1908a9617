/** Days that are reckoned from another, such as the first of its week or month: a condition on them says about when that is. */
import type { BoundExpression } from '../bound/bound.ts';
import { isIntegerName, primitiveName } from '../bound/type-rules.ts';
import { parseDuration } from '../model/duration.ts';
import type { Property } from '../model/edm.ts';
import { formatDay, parseDay, SECONDS_PER_DAY } from '../model/instant.ts';
import type { PrimitiveValue } from '../model/values.ts';
import type { Range } from './value-domain.ts';

/** A day that is from so many to so many days behind a property's; before it where they are negative. */
export interface NearDay {
  readonly property: Property;
  readonly least: number;
  readonly most: number;
}

/** What an expression is near to: a property with a number of days added whose bounds are known. */
export function nearDay(expression: BoundExpression): NearDay | undefined {
  if (expression.kind !== 'BoundBinary' || expression.operator !== 'add') return undefined;
  const { left, right } = expression;
  if (left.kind !== 'BoundProperty' || left.variable !== undefined || left.dynamic.length > 0) return undefined;
  const [property, another] = left.path;
  if (property?.kind !== 'Property' || another !== undefined || primitiveName(property.type) !== 'Edm.Date')
    return undefined;
  const days = daysIn(right);
  return days && { property, least: days.least, most: days.most };
}

/** The days of the property for which what is near to it is from one day to another; nothing where these are no days. */
export function daysNear({ least, most }: NearDay, from?: PrimitiveValue, to?: PrimitiveValue): Range | undefined {
  const [first, last] = [shifted(from, -most), shifted(to, -least)];
  const isKnown = (from === undefined) === (first === undefined) && (to === undefined) === (last === undefined);
  return isKnown ? { from: first, to: last } : undefined;
}

function shifted(day: PrimitiveValue | undefined, days: number): string | undefined {
  const number = typeof day === 'string' ? parseDay(day) : null;
  return number === null ? undefined : formatDay(number + days);
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** Of a duration that is a number times a day. */
function daysIn(duration: BoundExpression): Bounds | undefined {
  if (duration.kind !== 'BoundBinary' || duration.operator !== 'mul') return undefined;
  const { left, right } = duration;
  const isDay =
    left.kind === 'BoundLiteral' && typeof left.value === 'string' && parseDuration(left.value) === SECONDS_PER_DAY;
  return isDay ? boundsOf(right) : undefined;
}

/** Of a whole number; what is divided by a positive one leaves less than that. */
function boundsOf(number: BoundExpression): Bounds | undefined {
  if (!isIntegerName(primitiveName(number.type.type) ?? 'Edm.String')) return undefined;
  switch (number.kind) {
    case 'BoundLiteral':
      return typeof number.value === 'number' ? { least: number.value, most: number.value } : undefined;
    case 'BoundMethodCall':
      return number.method === 'day' ? { least: 1, most: 31 } : undefined;
    case 'BoundBinary':
      break;
    default:
      return undefined;
  }
  const [left, right] = [boundsOf(number.left), boundsOf(number.right)];
  if (right === undefined) return undefined;
  if (number.operator === 'mod' && right.least === right.most && right.least > 0) {
    const most = right.least - 1;
    return { least: left !== undefined && left.least >= 0 ? 0 : -most, most };
  }
  if (left === undefined) return undefined;
  if (number.operator === 'add') return { least: left.least + right.least, most: left.most + right.most };
  if (number.operator === 'sub') return { least: left.least - right.most, most: left.most - right.least };
  return undefined;
}
