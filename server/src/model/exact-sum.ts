import { Decimal } from 'decimal.js';
import { toDecimal, toDouble, toNumeric, type Numeric } from './numeric.ts';

/** Most decimals of money, rates and hours; and whole numbers of these are added as such up to 15 digits. */
const SCALE = 1e6;
const FIFTEEN_DIGITS = 1e15;
/** One more of 15 digits still fits into a double. */
const FULL = 8e15;

/** The exact sum of any number of decimals, whatever their order. */
export class ExactSum {
  private units = 0;
  private rest: Decimal | undefined;
  private special: number | undefined;

  add(value: Numeric): void {
    if (typeof value === 'number') {
      const units = Math.round(value * SCALE);
      if (units / SCALE === value && units < FIFTEEN_DIGITS && units > -FIFTEEN_DIGITS) {
        this.units += units;
        if (this.units > FULL || this.units < -FULL) this.carry();
        return;
      }
    }
    const decimal = toDecimal(value);
    if (decimal === null) this.special = (this.special ?? 0) + toDouble(value);
    else this.rest = this.rest?.plus(decimal) ?? decimal;
  }

  /** @throws ODataError ArithmeticError where it is too large */
  total(): Numeric {
    if (this.special !== undefined) return toNumeric(new Decimal(this.special));
    if (this.rest === undefined && Math.abs(this.units) < FIFTEEN_DIGITS) return this.units / SCALE + 0;
    this.carry();
    return toNumeric(this.rest ?? new Decimal(0));
  }

  private carry(): void {
    const part = toDecimal(this.units)?.div(SCALE) ?? new Decimal(0);
    this.rest = this.rest?.plus(part) ?? part;
    this.units = 0;
  }
}
