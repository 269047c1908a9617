/**
 * The sum of any number of doubles, rounded once: it is the same in every order (J. R. Shewchuk, Adaptive Precision
 * Floating-Point Arithmetic, 1997).
 */
export class FloatSum {
  /** Parts that do not overlap, the smallest first; their sum is exact. */
  private readonly parts: number[] = [];
  private special: number | undefined;

  add(value: number): void {
    if (!Number.isFinite(value)) {
      this.special = (this.special ?? 0) + value;
      return;
    }
    let sum = value;
    let kept = 0;
    for (const part of this.parts) {
      const [larger, smaller] = Math.abs(sum) < Math.abs(part) ? [part, sum] : [sum, part];
      sum = larger + smaller;
      const lost = smaller - (sum - larger);
      if (lost !== 0) this.parts[kept++] = lost;
    }
    this.parts.length = kept;
    if (Number.isFinite(sum)) this.parts.push(sum);
    else this.special = (this.special ?? 0) + sum;
  }

  total(): number {
    if (this.special !== undefined) return this.special;
    let position = this.parts.length - 1;
    let sum = this.parts[position] ?? 0;
    let lost = 0;
    while (position > 0 && lost === 0) {
      const before = sum;
      const part = this.parts[--position] ?? 0;
      sum = before + part;
      lost = part - (sum - before);
    }
    // Half-way between two doubles, what is left decides.
    const next = this.parts[position - 1] ?? 0;
    if (lost !== 0 && Math.sign(next) === Math.sign(lost)) {
      const twice = sum + lost * 2;
      if (twice - sum === lost * 2) sum = twice;
    }
    return sum;
  }
}
