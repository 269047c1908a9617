// Laws that hold for every tree and every text: nothing is lost in print and parse, every text is read or refused with
// an OdataSyntaxError, and the fast parser agrees with the one Peggy generates from the same grammar.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type * as ast from '../ast.ts';
import { undecoded } from '../decode.ts';
import {
  childrenOf,
  defaultLimits,
  OdataSyntaxError,
  parseExpression,
  parseRelativeUrl,
  print,
  walk,
} from '../index.ts';
import { explainRule, parseRule } from '../parse.ts';
import { expression } from './arbitrary-expressions.ts';
import { url } from './arbitrary-urls.ts';
import { strip } from './strip.ts';

// Hundreds of random trees, however slow the machine.
const settings = { seed: 20241, numRuns: 500 };

test('an expression survives print and parse', () => {
  fc.assert(
    fc.property(expression, (tree) => {
      expect(strip(parseExpression(decodeURIComponent(print(tree))))).toEqual(strip(tree));
    }),
    settings,
  );
});

test('the random URLs do bear options, at the top and within other options', () => {
  const trees = fc.sample(url, settings);
  expect(inMostOf(trees.map(({ options }) => options))).toEqual(
    [...nestable, 'ApplyOption', 'ExpandOption', 'TemporalOption'].toSorted(),
  );
  expect(inMostOf(trees.map(nestedOptions))).toEqual(nestable);
});

const nestable = [
  'AliasAssignment',
  'ComputeOption',
  'FilterOption',
  'OrderbyOption',
  'SearchOption',
  'SelectOption',
  'TopOption',
];

/** The kinds of node that occur in more than half of the lists. */
function inMostOf(lists: readonly (readonly ast.Node[])[]): readonly string[] {
  const kinds = lists.flatMap((nodes) => [...new Set(nodes.map(({ kind }) => kind))]);
  return [...new Set(kinds)]
    .filter((kind) => kinds.filter((each) => each === kind).length > lists.length / 2)
    .toSorted();
}

/** The options of the items of `$select` and `$expand`. */
function nestedOptions(tree: ast.ODataUrl): readonly ast.Node[] {
  const found: ast.Node[] = [];
  walk(tree, (node, ancestors) => {
    const parent = ancestors.at(-1)?.kind;
    if ((parent === 'SelectItem' || parent === 'ExpandItem') && /Option$|^Alias/.test(node.kind)) found.push(node);
  });
  return found;
}

test('a URL survives print and parse', () => {
  fc.assert(
    fc.property(url, (tree) => {
      expect(strip(parseRelativeUrl(print(tree)))).toEqual(strip(tree));
    }),
    settings,
  );
});

/** Scraps of the language in any order: most are nearly right. */
const scraps = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'A',
        'A/B',
        "'x'",
        "'",
        '(',
        ')',
        ',',
        '1',
        '-',
        ' ',
        ' eq ',
        ' and ',
        ' in ',
        'not ',
        '$it',
        '@p',
        '/any(x:',
        '/$count',
        ':',
      ),
      fc.constantFrom(
        'contains(',
        'cast(',
        'NS.T',
        "NS.E'R'",
        '[',
        ']',
        '{"a":',
        '}',
        '"',
        '2024-02-29',
        'T10:00Z',
        '%',
        '+',
        '=',
        ';',
        '$',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

function attempt(parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    if (error instanceof OdataSyntaxError) return { refused: error.message, ...error.details };
    throw error;
  }
}

test('any text is read or refused with an OdataSyntaxError that points into it', () => {
  fc.assert(
    fc.property(scraps, scraps, (path, query) => {
      const result = attempt(() => parseRelativeUrl(`${path}?$filter=${query}`));
      expect(result).toBeTypeOf('object');
    }),
    { ...settings, numRuns: 1000 },
  );
});

test('the fast parser and the explaining parser give the same tree or the same error', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(
        'commonExpr',
        'selectValue',
        'expandValue',
        'orderbyValue',
        'searchValue',
        'applyValue',
        'odataResourcePath',
        'context',
        'preferences',
      ),
      scraps,
      (rule, text) => {
        const source = { decoded: undecoded(text), option: '$filter', start: 0 };
        const fast = attempt(() => parseRule(rule, source, defaultLimits));
        expect(fast).toEqual(attempt(() => explainRule(rule, source, defaultLimits)));
      },
    ),
    { ...settings, numRuns: 1000 },
  );
});

test('the fast parser gives the same trees with the same ranges', () => {
  fc.assert(
    fc.property(expression, (tree) => {
      const source = { decoded: undecoded(decodeURIComponent(print(tree))), option: '$filter', start: 0 };
      expect(parseRule('commonExpr', source, defaultLimits)).toEqual(explainRule('commonExpr', source, defaultLimits));
    }),
    settings,
  );
});

test('walk sees every node once, parents first, and children lie within their parents', () => {
  fc.assert(
    fc.property(expression, (tree) => {
      const parsed = parseExpression(decodeURIComponent(print(tree)));
      const seen = new Set<unknown>();
      walk(parsed, (node, ancestors) => {
        const parent = ancestors.at(-1);
        expect(seen.has(node)).toBe(false);
        seen.add(node);
        if (parent === undefined) return;
        expect(childrenOf(parent)).toContain(node);
        expect(node.range.start).toBeGreaterThanOrEqual(parent.range.start);
        expect(node.range.end).toBeLessThanOrEqual(parent.range.end);
      });
    }),
    { ...settings, numRuns: 300 },
  );
});
