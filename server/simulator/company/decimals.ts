import type { Decimal } from '../records.ts';
import { choose } from './hash.ts';

/** Decimals as ClickTime sends them: mostly JSON numbers, now and then the same value as text. */

const rates: readonly number[] = [60, 75.5, 82.25, 95, 110, 125, 149.99, 61.123456, 180, 0, 210.1, 99.95];

/** A money amount per hour; about one in six is text. */
export function rate(hash: number): Decimal {
  const value = choose(rates, hash);
  return (hash >>> 8) % 6 === 0 ? text(value, hash >>> 12) : value;
}

/** The decimal as text, sometimes padded with zeros ("7.5", "7.50", "7.500000"). */
export function text(value: number, hash: number): string {
  const digits = decimals(value);
  const padding = choose([0, 0, 2, 6], hash);
  return padding > digits ? value.toFixed(padding) : value.toString();
}

function decimals(value: number): number {
  const point = value.toString().indexOf('.');
  return point < 0 ? 0 : value.toString().length - point - 1;
}
