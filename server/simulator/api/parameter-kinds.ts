import type { Company } from '../company/company.ts';
import type { Permission } from './caller.ts';
import { invalidParameter } from './problem.ts';
import { parseDay } from '../company/dates.ts';

/** Filter parameters by what they compare: OR within one parameter, AND between parameters, names without regard to case. */

/** What a predicate may look up. */
export interface FilterContext {
  readonly company: Company;
  readonly me: string;
  readonly managerPermissions: readonly Permission[];
}

/** One filter parameter of a list of `R`. */
export interface Parameter<R> {
  /** What a value has to look like, for the 400 of one that does not. */
  readonly expected: string;
  readonly valid: (value: string) => boolean;
  /** `values` is never empty. */
  readonly matches: (record: R, values: readonly string[], context: FilterContext) => boolean;
}

export type Parameters<R> = Readonly<Record<string, Parameter<R>>>;

/** Values per lower-case parameter name, empty when the request has none. */
export type QueryValues = ReadonlyMap<string, readonly string[]>;

export const isId = (value: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(value);
const isBoolean = (value: string): boolean => /^(true|false)$/i.test(value);
export const isDay = (value: string): boolean => parseDay(value) !== undefined;
const DAY = 'a date YYYY-MM-DD';
const isText = (): boolean => true;

export function id<R>(get: (record: R, context: FilterContext) => string | null | undefined): Parameter<R> {
  return {
    expected: 'an ID',
    valid: isId,
    matches: (record, values, context) => values.includes(get(record, context) ?? ' none '),
  };
}

/** Text compared without regard to case, as the server's database does: a superset of what `eq` means. */
export function text<R>(get: (record: R) => string | null): Parameter<R> {
  return {
    expected: 'text',
    valid: isText,
    matches(record, values) {
      const own = get(record)?.toLowerCase();
      return own !== undefined && values.some((value) => value.toLowerCase() === own);
    },
  };
}

export function flag<R>(get: (record: R, context: FilterContext) => boolean): Parameter<R> {
  return {
    expected: 'true or false',
    valid: isBoolean,
    matches: (record, values, context) =>
      values.some((value) => (value.toLowerCase() === 'true') === get(record, context)),
  };
}

export function oneOf<R>(allowed: readonly string[], get: (record: R) => string | null): Parameter<R> {
  const lower = allowed.map((value) => value.toLowerCase());
  return {
    expected: `one of ${allowed.join(', ')}`,
    valid: (value) => lower.includes(value.toLowerCase()),
    matches: (record, values) => values.some((value) => value.toLowerCase() === get(record)?.toLowerCase()),
  };
}

/** Days from the given one on, or up to it. */
export function since<R>(get: (record: R) => string): Parameter<R> {
  return { expected: DAY, valid: isDay, matches: (record, values) => values.every((day) => get(record) >= day) };
}
export function until<R>(get: (record: R) => string): Parameter<R> {
  return { expected: DAY, valid: isDay, matches: (record, values) => values.every((day) => get(record) <= day) };
}
export function dayIn<R>(get: (record: R) => string): Parameter<R> {
  return { expected: DAY, valid: isDay, matches: (record, values) => values.includes(get(record)) };
}

/** The condition of a request by the parameters that a list knows, or undefined when it has none; 400 for a bad value. */
export function conditionOf<R>(
  known: Parameters<R>,
  allowed: readonly string[],
  query: QueryValues,
  context: FilterContext,
): ((record: R) => boolean) | undefined {
  const conditions = allowed.flatMap((name) => {
    const parameter = known[name.toLowerCase()];
    const values = query.get(name.toLowerCase());
    if (parameter === undefined || values === undefined) return [];
    for (const value of values) if (!parameter.valid(value)) throw invalidParameter(name, value, parameter.expected);
    return [(record: R) => parameter.matches(record, values, context)];
  });
  return conditions.length === 0 ? undefined : (record) => conditions.every((condition) => condition(record));
}
