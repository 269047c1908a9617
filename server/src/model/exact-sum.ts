import { Decimal } from 'decimal.js';
import { toDecimal, toDouble, toNumeric, type Numeric } from './numeric.ts';

/** Of most money, rates and hours there are whole numbers of these, which doubles add exactly up to 15 digits. */
const SCALE = 1e6;
const FIFTEEN_DIGITS = 1e15;

/** Sums of units stay within this, on either side of zero: so one more of 15 digits is still exact. */
export const FULL_UNITS = 8e15;

/** A number in millionths, where that is whole and has at most 15 digits; else NaN. */
export function unitsOf(value: number): number {
  const units = Math.round(value * SCALE);
  return units / SCALE === value && units < FIFTEEN_DIGITS && units > -FIFTEEN_DIGITS ? units : Number.NaN;
}

/** The number of a sum of units. */
export const numericOfUnits = (units: number): Numeric =>
  Math.abs(units) < FIFTEEN_DIGITS ? units / SCALE + 0 : toNumeric(decimalOf(units));

const decimalOf = (units: number): Decimal => toDecimal(units)?.div(SCALE) ?? new Decimal(0);

/** The exact sum of any number of decimals, whatever their order. */
export class ExactSum {
  private units = 0;
  private rest: Decimal | undefined;
  private special: number | undefined;

  add(value: Numeric): void {
    const sum = this.units + (typeof value === 'number' ? unitsOf(value) : Number.NaN);
    if (sum < FULL_UNITS && sum > -FULL_UNITS) {
      this.units = sum;
      return;
    }
    const decimal = toDecimal(value);
    if (decimal === null) this.special = (this.special ?? 0) + toDouble(value);
    else this.rest = this.rest?.plus(decimal) ?? decimal;
  }

  /** @throws ODataError ArithmeticError where it is too large */
  total(): Numeric {
    if (this.special !== undefined) return toNumeric(new Decimal(this.special));
    return this.rest === undefined ? numericOfUnits(this.units) : toNumeric(this.rest.plus(decimalOf(this.units)));
  }
}
