/**
 * Laws over generated expressions that are nested, aliased, long and large: whatever is asked, values stay within their
 * bounds or the query is refused in OData's words, and working out constants changes no value.
 */
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { hostileExpressions, queryString } from '../../../fuzz/expressions.ts';
import { createRandom } from '../../../fuzz/random.ts';
import { ODataError } from '../../../src/errors/odata-error.ts';
import { compileNode, type Environment } from '../../../src/execution/evaluate/compile-expression.ts';
import { foldConstants } from '../../../src/execution/evaluate/fold-constants.ts';
import { createPatternCompiler } from '../../../src/execution/evaluate/pattern.ts';
import { beginWork } from '../../../src/execution/evaluate/row-work.ts';
import { clicktimeModel } from '../../../src/clicktime/model/clicktime-model.ts';
import type { EdmModel, EntitySet } from '../../../src/model/edm.ts';
import type { Row, Value } from '../../../src/model/values.ts';
import { bind } from '../../../src/bind/bind.ts';
import type { BoundExpression } from '../../../src/bound/bound.ts';
import { parseRequestUrl } from '../../../src/bind/url/parse-request-url.ts';
import { tripPin } from '../../models/trip-pin.ts';

const samples: Readonly<Record<string, readonly Value[]>> = {
  'Edm.String': ['', 'a', 'b'.repeat(3000), `${'\u{1f600}'.repeat(50)}x`, '12.5', null],
  'Edm.Decimal': [0, 7.25, '12345678901234567.5', -3, null],
  'Edm.Int32': [0, -7, 2_147_483_647],
  'Edm.Int64': ['9223372036854775807', 5],
  'Edm.Date': ['2026-01-31', '0001-01-01', '9999-12-31'],
  'Edm.DateTimeOffset': ['2026-01-31T12:00:00Z', '9999-12-31T23:59:59.999-14:00'],
  'Edm.Duration': ['P1D', '-PT0.5S'],
  'Edm.Boolean': [true, false, null],
};

/** A row whose values are chosen by its number. */
function rowOf({ entityType }: EntitySet, number: number): Row {
  const entries = entityType.properties.map(({ name, type, collection }, index): [string, Value] => {
    const values = collection ? undefined : samples[type.name];
    return [name, values?.[(number + index) % values.length] ?? null];
  });
  return Object.fromEntries(entries);
}

type Outcome<Result> = { readonly result: Result } | { readonly code: string };

/** What work gives, or the code of the error it ends with, which must be one that a query deserves. */
function attempt<Result>(work: () => Result): Outcome<Result> {
  try {
    return { result: work() };
  } catch (error) {
    const isDeserved = error instanceof ODataError && (error.status === 400 || error.code === 'UnsupportedFeature');
    if (!isDeserved || error.message.length > 4200) throw error;
    return { code: error.code };
  }
}

function boundOf(model: EdmModel, entitySet: EntitySet, query: string): BoundExpression {
  const request = bind(parseRequestUrl(entitySet.name, query), model);
  const options = request.kind === 'CollectionRequest' ? request.options : undefined;
  const expression = options?.filter ?? options?.orderby[0]?.expression;
  if (expression === undefined) throw new Error(query);
  return expression;
}

const environment = (): Environment => ({
  now: '2026-01-31T12:00:00Z',
  related: () => () => null,
  compilePattern: createPatternCompiler(),
});

const isWithinBounds = (value: Value): boolean => typeof value !== 'string' || value.length <= 32_768;

/** What becomes of a query: kinds of values and codes of errors, and which laws it breaks. */
function outcomesOf(model: EdmModel, entitySet: EntitySet, query: string): readonly string[] {
  const bound = attempt(() => boundOf(model, entitySet, query));
  if ('code' in bound) return [bound.code];
  beginWork();
  const [plain, folded] = [environment(), environment()];
  const constant = attempt(() => foldConstants(bound.result, folded));
  return [0, 1, 2].map((number) => {
    const row = rowOf(entitySet, number);
    beginWork();
    const expected = attempt(() => compileNode(bound.result, plain)(row));
    if ('code' in expected) return expected.code;
    if ('code' in constant) return constant.code;
    if (!isWithinBounds(expected.result)) return `too long: ${query}`;
    beginWork();
    const value = compileNode(constant.result, folded)(row);
    return isDeepStrictEqual(value, expected.result) ? typeof value : `another value: ${query}`;
  });
}

test.each<readonly [string, EdmModel, number]>([
  ['ClickTime', clicktimeModel, 1],
  ['TripPin', tripPin, 2],
])(
  'over the model of %s',
  (_, model, seed) => {
    const random = createRandom(seed);
    const outcomes = Array.from({ length: 600 }, () => {
      const entitySet = random.pick(model.entitySets);
      return outcomesOf(model, entitySet, queryString(hostileExpressions(entitySet, random)));
    }).flat();
    expect(outcomes.filter((outcome) => outcome.includes(':'))).toEqual([]);
    const often = ['boolean', 'string', 'TypeMismatch'].filter(
      (kind) => outcomes.filter((outcome) => outcome === kind).length > 20,
    );
    expect(often).toEqual(['boolean', 'string', 'TypeMismatch']);
  },
  60_000,
);
