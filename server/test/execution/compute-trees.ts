/** Arbitraries for laws about `$compute`: expressions as text, and as what a plain function of a row says of them. */
import fc from 'fast-check';
import type { Row } from '../../src/model/values.ts';

type Scalar = string | number | boolean | null;

export interface Computed<Type extends Scalar = Scalar> {
  readonly text: string;
  readonly valueOf: (row: Row) => Type | null;
}

/** What there is to begin with, by type. */
export interface Leaves {
  readonly texts: readonly Computed<string>[];
  readonly numbers: readonly Computed<number>[];
}

/** A property that holds texts or numbers, under the name it has in a query. */
export const textLeaf = (text: string, valueOf: (row: Row) => unknown): Computed<string> => ({
  text,
  valueOf: (row) => {
    const value = valueOf(row);
    return typeof value === 'string' ? value : null;
  },
});
export const numberLeaf = (text: string, valueOf: (row: Row) => unknown): Computed<number> => ({
  text,
  valueOf: (row) => {
    const value = valueOf(row);
    return typeof value === 'number' ? value : null;
  },
});

const lifted =
  <A extends Scalar, B extends Scalar>(apply: (a: A) => B, a: Computed<A>) =>
  (row: Row): B | null => {
    const value = a.valueOf(row);
    return value === null ? null : apply(value);
  };

const both =
  <A extends Scalar, B extends Scalar>(apply: (a: A, b: A) => B, a: Computed<A>, b: Computed<A>) =>
  (row: Row): B | null => {
    const [x, y] = [a.valueOf(row), b.valueOf(row)];
    return x === null || y === null ? null : apply(x, y);
  };

/** What a double is of a decimal of six digits behind the point. */
const decimal = (value: number): number => Math.round(value * 1e6) / 1e6;

/** Expressions over some leaves; of decimals of few digits. */
export function computedOf({ texts, numbers }: Leaves): fc.Arbitrary<Computed> {
  const { text, number, truth } = fc.letrec<{
    readonly text: Computed<string>;
    readonly number: Computed<number>;
    readonly truth: Computed<boolean>;
  }>((tie) => ({
    text: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(...texts),
      tie('text').map((a) => ({ text: `toupper(${a.text})`, valueOf: lifted((x: string) => x.toUpperCase(), a) })),
      fc.tuple(tie('text'), tie('text')).map(([a, b]) => ({
        text: `concat(${a.text},${b.text})`,
        valueOf: both((x: string, y: string) => x + y, a, b),
      })),
      fc.tuple(tie('truth'), tie('text'), tie('text')).map(([condition, a, b]) => ({
        text: `case(${condition.text}:${a.text},true:${b.text})`,
        valueOf: (row: Row) => (condition.valueOf(row) === true ? a : b).valueOf(row),
      })),
    ),
    number: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(...numbers),
      tie('text').map((a) => ({ text: `length(${a.text})`, valueOf: lifted((x: string) => Array.from(x).length, a) })),
      tie('number').map((a) => ({ text: `(${a.text} mul 2)`, valueOf: lifted((x: number) => decimal(x * 2), a) })),
      fc.tuple(tie('number'), tie('number')).map(([a, b]) => ({
        text: `(${a.text} add ${b.text})`,
        valueOf: both((x: number, y: number) => decimal(x + y), a, b),
      })),
    ),
    truth: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      tie('number').map((a) => ({
        text: `(${a.text} gt 10)`,
        valueOf: (row: Row) => (a.valueOf(row) ?? Number.NEGATIVE_INFINITY) > 10,
      })),
      tie('text').map((a) => ({ text: `(${a.text} eq null)`, valueOf: (row: Row) => a.valueOf(row) === null })),
      tie('truth').map((a) => ({ text: `not ${a.text}`, valueOf: (row: Row) => a.valueOf(row) !== true })),
    ),
  }));
  return fc.oneof<fc.Arbitrary<Computed>[]>(text, number, truth);
}

/** Null first, then by number, by code unit, or false before true. */
export function compared(a: Scalar, b: Scalar): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
