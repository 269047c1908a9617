import type { PrimitiveTypeName } from '../../model/edm.ts';
import { formatDay, parseDay } from '../../model/instant.ts';
import type { BoundExpression, BoundMethodCall } from '../../bound/bound.ts';
import { splitDateTimeOffset } from '../../model/literals.ts';
import { mirrored, type ComparisonOperator } from '../../bound/comparison-operators.ts';
import { primitiveName, singleOf } from '../../bound/type-rules.ts';

interface Operands {
  readonly left: BoundExpression;
  readonly right: BoundExpression;
}

interface Comparison extends Operands {
  readonly operator: ComparisonOperator;
}

/**
 * The operands as two days where one is an `Edm.Date` and the other an `Edm.DateTimeOffset`, for which OData has no
 * promotion (URL Conventions 5.1.1.17 knows numbers alone); nothing where they are others.
 */
export function asDays({ operator, left, right }: Comparison): Operands | undefined {
  if (is(left, 'Edm.Date') && is(right, 'Edm.DateTimeOffset')) return { left, right: dayOf(right, operator) };
  if (is(left, 'Edm.DateTimeOffset') && is(right, 'Edm.Date')) return { left: dayOf(left, mirrored[operator]), right };
  return undefined;
}

const is = ({ type }: BoundExpression, name: PrimitiveTypeName): boolean =>
  !type.collection && primitiveName(type.type) === name;

/** The day that a literal to the right of an operator means, and of everything else the day that `date` gives. */
function dayOf(instant: BoundExpression, operator: ComparisonOperator): BoundExpression {
  if (instant.kind !== 'BoundLiteral') return dateOf(instant);
  const text = String(instant.value);
  const begins = operator === 'ge' || operator === 'lt' || isMidnightSomewhere(text);
  const value = begins ? dayMeantBy(text) : splitDateTimeOffset(text).date;
  return { ...instant, type: singleOf('Edm.Date'), value };
}

/**
 * Zones are whole quarters of an hour from UTC. What is no midnight, such as the last second of a day, means the day it
 * is in, where the day itself counts (`le`, `gt`, `eq`, `ne`) and not what begins behind it (`ge`, `lt`).
 */
const isMidnightSomewhere = (instant: string): boolean =>
  /^(?:00|15|30|45)(?::00(?:\.0+)?)?$/.test(splitDateTimeOffset(instant).time.slice('hh:'.length));

/** `date(operand)`. */
export const dateOf = (operand: BoundExpression): BoundMethodCall => ({
  kind: 'BoundMethodCall',
  type: singleOf('Edm.Date'),
  method: 'date',
  args: [operand],
});

/** Whether an expression is `date(operand)`. */
export const isDateOf = (expression: BoundExpression, operand: BoundExpression): boolean =>
  expression.kind === 'BoundMethodCall' && expression.method === 'date' && expression.args[0] === operand;

/** From this time on in UTC, the day that begins next is meant; see {@link dayMeantBy}. */
const NEXT_DAY_FROM = '14:00';

/**
 * The day a client means by a canonical point in time: the one that is written in it. But programs that know no days
 * write one as the midnight of their own zone, and most write it in UTC: the 20th is `19T23:00:00Z` in Berlin and
 * `20T08:00:00Z` in San Francisco. So what is written in UTC means the day whose midnight it is in a zone from
 * -13:59 to +10:00; zones further ahead share their midnights with those behind UTC, or with the working day of Europe.
 * Later points in time of one offset never mean earlier days, so that periods which meet neither lose a day nor share it.
 */
export function dayMeantBy(instant: string): string {
  const { date, time } = splitDateTimeOffset(instant);
  const day = instant.endsWith('Z') && time >= NEXT_DAY_FROM ? parseDay(date) : null;
  return day === null ? date : formatDay(day + 1);
}
