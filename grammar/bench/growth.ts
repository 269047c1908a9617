import { defaultLimits, OdataSyntaxError, parseUrl, type ParseLimits } from '../index.ts';

const limits: ParseLimits = { ...defaultLimits, length: 1e9, nodes: 1e9, listItems: 1e9, operators: 1e9 };

const many = (count: number, item: (index: number) => string, separator: string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(separator);

/** Inputs that grow with n, well-formed and not. */
const shapes: Readonly<Record<string, (n: number) => string>> = {
  'or chain': (n) => `$filter=${many(n, (i) => `A eq ${i}`, ' or ')}`,
  'in list': (n) => `$filter=A in (${many(n, String, ',')})`,
  'in list, unclosed': (n) => `$filter=A in (${many(n, String, ',')}`,
  'text, unclosed': (n) => `$filter=A eq '${'x'.repeat(8 * n)}`,
  'open parentheses': (n) => `$filter=${'('.repeat(n)}`,
  'not chain': (n) => `$filter=${'not '.repeat(n)}A`,
  'minus chain': (n) => `$filter=${'-'.repeat(n)}A`,
  'lambdas, unclosed': (n) => `$filter=${'A/any(x:'.repeat(n)}`,
  'calls, unclosed': (n) => `$filter=${'contains('.repeat(n)}`,
  'arguments, unclosed': (n) => `$filter=${'f(a='.repeat(n)}`,
  'json, unclosed': (n) => `$filter=${'[{"a":'.repeat(n)}`,
  'path segments': (n) => `$filter=${'a/'.repeat(n)}a`,
  words: (n) => `$search=${'a '.repeat(n)}b`,
  'expand, unclosed': (n) => `$expand=${'A($expand='.repeat(n)}`,
  'apply, unclosed': (n) => `$apply=${'concat(identity,'.repeat(n)}`,
  'percent-encoded': (n) => `$filter=A eq '${'%C3%A4'.repeat(n)}'`,
};

const runs = 40;

/** Time at 2n over time at n for each shape. */
export function growthTable(): string {
  const n = 4_000;
  const lines = Object.entries(shapes).map(([name, shape]) => {
    const [once, twice] = shortestTimes(shape(n), shape(2 * n));
    return `${name.padEnd(22)}${once.toFixed(2).padStart(10)}${twice.toFixed(2).padStart(10)}${(twice / once).toFixed(2).padStart(10)}`;
  });
  const head = `${'input of n parts'.padEnd(22)}${'n, ms'.padStart(10)}${'2n, ms'.padStart(10)}${'2n to n'.padStart(10)}`;
  return [`Growth at n = ${n}, shortest of ${runs} interleaved runs:`, head, ...lines].join('\n');
}

function shortestTimes(first: string, second: string): readonly [number, number] {
  let [once, twice] = [Infinity, Infinity];
  for (let run = 0; run < runs; run++) {
    once = Math.min(once, timeOf(first));
    twice = Math.min(twice, timeOf(second));
  }
  return [once, twice];
}

/** Milliseconds of one run, the garbage of earlier ones collected before. */
function timeOf(query: string): number {
  globalThis.gc?.();
  const start = process.hrtime.bigint();
  try {
    parseUrl('A', query, limits);
  } catch (error) {
    if (!(error instanceof OdataSyntaxError)) throw error;
  }
  return Number(process.hrtime.bigint() - start) / 1e6;
}
