/**
 * The engine's regular expressions backtrack: one whose parts compete for the same characters takes time that grows with
 * the square of a text, or worse, and all requests wait for it. None that runs in the service, the simulator, the grammar
 * or the connector may do so on any text; what cannot be said so is written as a loop.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';
import { analyse } from 'scslre';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Expression {
  readonly source: string;
  readonly flags: string;
}

/** How the time of an expression can grow faster than the text: empty where it cannot. */
function faults({ source, flags }: Expression): readonly string[] {
  const { reports } = analyse({ source, flags }, { reportTypes: { Move: true } });
  return reports.map(({ type, exponential }) => `${type}${exponential ? ', exponential' : ''}`);
}

function expressionsIn(path: string): readonly Expression[] {
  const found: Expression[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('regex' in node && isRegex(node.regex)) found.push({ source: node.regex.pattern, flags: node.regex.flags });
    for (const inner of Object.values(node)) visit(inner);
  };
  visit(parseAst(readFileSync(join(root, path), 'utf8'), { lang: path.endsWith('x') ? 'tsx' : 'ts' }));
  return found;
}

const isRegex = (value: unknown): value is { readonly pattern: string; readonly flags: string } =>
  typeof value === 'object' && value !== null && 'pattern' in value && 'flags' in value;

/** What meets input: not tests, not what runs while the product is built. */
const folders = [
  'server/src',
  'server/simulator',
  'grammar',
  'connector/shared',
  'connector/app',
  'connector/handlers',
];
const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => /\.tsx?$/.test(path) && !/[\\/]test[\\/]|[\\/]bench[\\/]|\.d\.ts$/.test(path)),
);

/** Slips are looked for in a window of at most 400 characters around an error. */
const isWindowed = (path: string): boolean => /^grammar[\\/]near-miss/.test(path);

test('no regular expression takes longer than in proportion to the text', () => {
  const all = files.flatMap((path) => expressionsIn(path).map((expression) => ({ path, expression })));
  expect(all.length).toBeGreaterThan(100);
  const slow = all.filter(({ path, expression }) =>
    faults(expression).some((fault) => !isWindowed(path) || fault.endsWith('exponential')),
  );
  expect(slow.map(({ path, expression }) => `${path}: /${expression.source}/${expression.flags}`)).toEqual([]);
});

test.each([
  ['^\\s*(\\S+)(?:\\s+(.*?))?\\s*$', 's'],
  ['0+$', ''],
  ['([A-Z]+)([A-Z][a-z])', 'g'],
  ['^(a+)+$', ''],
])('/%s/ would be found', (source, flags) => {
  expect(faults({ source, flags })).not.toEqual([]);
});
