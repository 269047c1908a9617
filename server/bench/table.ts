/** Figures as people read them: medians, and rows of a table. */

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function row(name: string, ...cells: readonly (string | number)[]): string {
  return `  ${name.padEnd(40)}${cells.map((cell) => String(cell).padStart(15)).join('')}`;
}
