// Random expressions that the grammar can produce, for round trips. Ranges are dummies.
import fc from 'fast-check';
import type * as ast from '../ast.ts';

/** A dummy. */
export const range = { start: 0, end: 0 };

/** Names that no rule of the grammar reads as something else. */
const reserved =
  /^(?:not|null|true|false|nan|inf|case|cast|isof|any|all|aggregate|min|max|and|or|has|in|asc|desc|rollup\w*|identity|with|from|as|collection|[a-f0-9]{8})$/i;
export const name = fc
  .oneof(
    fc.constantFrom('ID', 'Name', 'Hours', 'Client', 'Jobs', '_x', 'Gr\u00fc\u00dfe'),
    fc.stringMatching(/^[A-Z][a-zA-Z0-9_]{0,6}$/),
  )
  .filter((text) => !reserved.test(text));
const qualifiedName = fc.tuple(name, name).map((parts) => parts.join('.'));
export const text = fc.string({ unit: 'grapheme', maxLength: 8 });

const literalOf = (type: ast.LiteralType, value: fc.Arbitrary<string>): fc.Arbitrary<ast.Literal> =>
  value.map((each) => ({ kind: 'Literal', type, value: each, range }));

export const literal: fc.Arbitrary<ast.Literal> = fc.oneof(
  literalOf('null', fc.constant('')),
  literalOf('boolean', fc.constantFrom('true', 'false')),
  literalOf('string', text),
  literalOf('integer', fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
  literalOf(
    'decimal',
    fc.tuple(fc.integer(), fc.nat(999_999)).map(([whole, part]) => `${whole}.${part}`),
  ),
  literalOf('double', fc.constantFrom('INF', '-INF', 'NaN', '1e5', '-0.5e-3', '1E+2')),
  literalOf('guid', fc.uuid()),
  literalOf(
    'date',
    fc
      .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
      .map((each) => each.toISOString().slice(0, 10)),
  ),
  literalOf(
    'dateTimeOffset',
    fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((each) => each.toISOString()),
  ),
  literalOf('timeOfDay', fc.constantFrom('00:00', '23:59:59', '12:30:00.123456789012')),
  literalOf('duration', fc.constantFrom('P1D', '-PT2H30M', 'P3DT4.5S')),
  literalOf('binary', fc.constantFrom('', 'Zg', 'Zm9v', 'Zm9vYg==')),
  literalOf('geography', fc.constantFrom('SRID=4326;Point(142.1 64.1)', 'SRID=0;LineString(1 2,3 4)')),
  fc
    .tuple(qualifiedName, name)
    .map(([typeName, value]): ast.Literal => ({ kind: 'Literal', type: 'enum', value, typeName, range })),
);

const alias = name.map((each): ast.ParameterAlias => ({ kind: 'ParameterAlias', name: each, range }));
export const nameSegment = name.map((each): ast.NameSegment => ({
  kind: 'NameSegment',
  name: each,
  qualified: false,
  range,
}));
export const plainPath = fc
  .array(nameSegment, { minLength: 1, maxLength: 3 })
  .map((segments): ast.MemberPath => ({ kind: 'MemberPath', segments, range }));

/** Names that would be values or operators where they stood alone. */
const keywordPath = fc
  .tuple(fc.constantFrom('null', 'true', 'False', 'INF', 'NaN', 'not', 'cast', 'case'), nameSegment)
  .map(([keyword, rest]): ast.MemberPath => ({
    kind: 'MemberPath',
    segments: [{ kind: 'NameSegment', name: keyword, qualified: false, range }, rest],
    range,
  }));
const not = fc.constantFrom('not', 'Not').map((each): ast.MemberPath => ({
  kind: 'MemberPath',
  segments: [{ kind: 'NameSegment', name: each, qualified: false, range }],
  range,
}));

/** A key that is no name: it begins with a digit or holds a hyphen. */
const key = fc
  .oneof(fc.stringMatching(/^\d[a-zA-Z0-9.~-]{0,5}$/), fc.stringMatching(/^[A-Za-z]{1,3}-[a-z0-9_-]{0,4}$/))
  .map((value): ast.KeySegment => ({ kind: 'KeySegment', value, range }));

const operators = [
  'or',
  'and',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'add',
  'sub',
  'mul',
  'div',
  'divby',
  'mod',
  'has',
  'in',
] as const;

/** What refers to itself. */
type Trees = { readonly expression: ast.Expression; readonly segment: ast.PathSegment };

export const { expression } = fc.letrec<Trees>((tie) => {
  const inner = tie('expression');
  const binary = fc
    .tuple(fc.constantFrom(...operators), inner, inner)
    .map(([operator, left, right]): ast.BinaryExpression => ({
      kind: 'BinaryExpression',
      operator,
      left,
      right,
      range,
    }));
  const list = fc.tuple(inner, fc.array(literal, { maxLength: 3 })).map(([left, items]): ast.BinaryExpression => ({
    kind: 'BinaryExpression',
    operator: 'in',
    left,
    right: { kind: 'ListExpression', items, range },
    range,
  }));
  const unary = fc
    .tuple(fc.constantFrom('not', 'negate'), inner)
    .map(([operator, operand]): ast.UnaryExpression => ({ kind: 'UnaryExpression', operator, operand, range }));
  const call = fc
    .tuple(fc.constantFrom('contains', 'concat', 'geo.distance', 'indexof'), inner, inner)
    .map(([method, ...args]): ast.MethodCall => ({ kind: 'MethodCall', method, args, range }));
  const typed = fc
    .tuple(fc.constantFrom('cast', 'isof'), inner, qualifiedName, fc.boolean())
    .map(([operation, operand, typeName, collection]): ast.TypeExpression => ({
      kind: 'TypeExpression',
      operation,
      operand,
      typeName: { kind: 'TypeName', name: typeName, collection, range },
      range,
    }));
  const choice = fc.array(fc.tuple(inner, inner), { minLength: 1, maxLength: 2 }).map((pairs): ast.CaseExpression => ({
    kind: 'CaseExpression',
    branches: pairs.map(([condition, value]) => ({ kind: 'CaseBranch', condition, value, range })),
    range,
  }));
  const json = fc.oneof(
    fc.array(inner, { maxLength: 2 }).map((items): ast.JsonArray => ({ kind: 'JsonArray', items, range })),
    fc.array(fc.tuple(text, inner), { maxLength: 2 }).map((members): ast.JsonObject => ({
      kind: 'JsonObject',
      members: members.map(([member, value]) => ({ kind: 'JsonMember', name: member, value, range })),
      range,
    })),
  );
  const lambda = fc
    .tuple(fc.constantFrom('any', 'all'), name, inner)
    .map(([operator, variable, predicate]): ast.LambdaSegment => ({
      kind: 'LambdaSegment',
      operator,
      variable,
      predicate,
      range,
    }));
  const called = fc
    .tuple(fc.oneof(name, qualifiedName), fc.array(fc.tuple(name, inner), { maxLength: 2 }))
    .map(([called, args]): ast.NameSegment => ({
      kind: 'NameSegment',
      name: called,
      qualified: called.includes('.'),
      arguments: args.map(([parameter, value]) => ({ kind: 'Argument', name: parameter, value, range })),
      range,
    }));
  const rooted = fc
    .tuple(fc.constantFrom('$it', '$root', '$this', '$these'), fc.array(tie('segment'), { minLength: 1, maxLength: 2 }))
    .map(([root, segments]): ast.MemberPath => ({ kind: 'MemberPath', root, segments, range }));
  const deep = fc
    .tuple(nameSegment, fc.array(tie('segment'), { maxLength: 2 }))
    .map(([first, rest]): ast.MemberPath => ({ kind: 'MemberPath', segments: [first, ...rest], range }));
  const annotation = fc
    .tuple(qualifiedName, fc.option(name, { nil: undefined }))
    .map(([term, qualifier]): ast.AnnotationSegment =>
      qualifier === undefined
        ? { kind: 'AnnotationSegment', term, range }
        : { kind: 'AnnotationSegment', term, qualifier, range },
    );
  return {
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      literal,
      plainPath,
      keywordPath,
      not,
      alias,
      binary,
      list,
      unary,
      call,
      typed,
      choice,
      json,
      rooted,
      deep,
    ),
    segment: fc.oneof(
      { maxDepth: 2 },
      nameSegment,
      key,
      fc.constant<ast.CountSegment>({ kind: 'CountSegment', range }),
      lambda,
      called,
      annotation,
      inner.map((each): ast.FilterSegment => ({ kind: 'FilterSegment', expression: each, range })),
    ),
  };
});
