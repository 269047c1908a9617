// Random syntax trees that the grammar can produce, for round trips. Ranges are dummies.
import fc from 'fast-check';
import type * as ast from '../ast.ts';

const range = { start: 0, end: 0 };

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
const text = fc.string({ unit: 'grapheme', maxLength: 8 });

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
const nameSegment = name.map((each): ast.NameSegment => ({ kind: 'NameSegment', name: each, qualified: false, range }));
const plainPath = fc
  .array(nameSegment, { minLength: 1, maxLength: 3 })
  .map((segments): ast.MemberPath => ({ kind: 'MemberPath', segments, range }));

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
      fc.constant<ast.CountSegment>({ kind: 'CountSegment', range }),
      lambda,
      called,
      annotation,
      inner.map((each): ast.FilterSegment => ({ kind: 'FilterSegment', expression: each, range })),
    ),
  };
});

/** Any segments of the resource path behind the first. */
const pathSegment = fc.oneof(
  nameSegment,
  fc.tuple(name, literal).map(([each, value]): ast.NameSegment => ({
    kind: 'NameSegment',
    name: each,
    qualified: false,
    arguments: [{ kind: 'Argument', value, range }],
    range,
  })),
  fc
    .stringMatching(/^[0-9][0-9a-z'/() -]{0,5}$/)
    .map((value): ast.KeySegment => ({ kind: 'KeySegment', value, range })),
);

const search: fc.Arbitrary<ast.SearchExpression> = fc.letrec<{ readonly term: ast.SearchExpression }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc
      .tuple(
        fc.oneof(fc.constantFrom('AND', 'OR', 'NOT', 'a;b', "it's"), fc.stringMatching(/^[a-z0-9.,-]{1,5}$/)),
        fc.constant(false),
      )
      .map(([value, phrase]): ast.SearchTerm => ({ kind: 'SearchTerm', value, phrase, range })),
    text
      .map((value): ast.SearchTerm => ({ kind: 'SearchTerm', value, phrase: true, range }))
      .filter(({ value }) => /^[^']*$/.test(value) && value !== '' && !value.includes('"')),
    tie('term').map((operand): ast.SearchNot => ({ kind: 'SearchNot', operand, range })),
    fc
      .tuple(fc.constantFrom('AND', 'OR'), tie('term'), tie('term'))
      .map(([operator, left, right]): ast.SearchBinary => ({ kind: 'SearchBinary', operator, left, right, range })),
  ),
})).term;

const filterOption = expression.map((each): ast.FilterOption => ({ kind: 'FilterOption', expression: each, range }));
const orderbyOption = fc
  .array(fc.tuple(expression, fc.boolean()), { minLength: 1, maxLength: 2 })
  .map((items): ast.OrderbyOption => ({
    kind: 'OrderbyOption',
    items: items.map(([each, descending]) => ({ kind: 'OrderbyItem', expression: each, descending, range })),
    range,
  }));
const computeOption = fc.tuple(expression, name).map(([each, as]): ast.ComputeOption => ({
  kind: 'ComputeOption',
  items: [{ kind: 'ComputeItem', expression: each, alias: as, range }],
  range,
}));
const searchOption = search.map((each): ast.SearchOption => ({ kind: 'SearchOption', expression: each, range }));
const topOption = fc.nat().map((value): ast.TopOption => ({ kind: 'TopOption', value, range }));
const aliasAssignment = fc
  .tuple(name, expression)
  .map(([each, value]): ast.AliasAssignment => ({ kind: 'AliasAssignment', name: each, value, range }));

/** One option of each kind at most, as nested options have it too. */
const someOptions = (...options: readonly fc.Arbitrary<ast.QueryOption>[]): fc.Arbitrary<readonly ast.QueryOption[]> =>
  fc
    .tuple(...options.map((each) => fc.option(each, { nil: undefined, freq: 1 })))
    .map((each) => each.filter((option) => option !== undefined));

const nested = someOptions(filterOption, orderbyOption, searchOption, topOption, computeOption, aliasAssignment);

const selectOption = fc
  .array(fc.tuple(fc.array(nameSegment, { minLength: 1, maxLength: 2 }), nested), { minLength: 1, maxLength: 2 })
  .map((items): ast.SelectOption => ({
    kind: 'SelectOption',
    items: items.map(([segments, options]) => ({ kind: 'SelectItem', wildcard: false, segments, options, range })),
    range,
  }));
const expandOption = fc
  .array(fc.tuple(fc.array(nameSegment, { minLength: 1, maxLength: 2 }), fc.tuple(nested, selectOption)), {
    minLength: 1,
    maxLength: 2,
  })
  .map((items): ast.ExpandOption => ({
    kind: 'ExpandOption',
    items: items.map(([segments, [options, select]]) => ({
      kind: 'ExpandItem',
      wildcard: false,
      segments,
      options: [...options, select],
      range,
    })),
    range,
  }));

const sequence: fc.Arbitrary<ast.TransformationSequence> = fc.letrec<{
  readonly sequence: ast.TransformationSequence;
  readonly step: ast.Transformation;
}>((tie) => ({
  sequence: fc
    .array(tie('step'), { minLength: 1, maxLength: 2 })
    .map((transformations): ast.TransformationSequence => ({ kind: 'TransformationSequence', transformations, range })),
  step: fc.oneof(
    { maxDepth: 2 },
    fc.constant<ast.IdentityTransformation>({ kind: 'IdentityTransformation', range }),
    expression.map((each): ast.FilterTransformation => ({ kind: 'FilterTransformation', expression: each, range })),
    search.map((each): ast.SearchTransformation => ({ kind: 'SearchTransformation', expression: each, range })),
    fc
      .tuple(plainPath, fc.constantFrom('sum', 'max', 'NS.median'), plainPath, name)
      .map(([each, method, from, as]): ast.AggregateTransformation => ({
        kind: 'AggregateTransformation',
        items: [
          {
            kind: 'AggregateItem',
            expression: each,
            method,
            from: [{ kind: 'AggregateFrom', properties: [from], method: 'average', range }],
            alias: as,
            range,
          },
        ],
        range,
      })),
    fc
      .tuple(fc.array(plainPath, { minLength: 1, maxLength: 2 }), tie('sequence'))
      .map(([elements, apply]): ast.GroupbyTransformation => ({
        kind: 'GroupbyTransformation',
        elements,
        apply,
        range,
      })),
    fc
      .tuple(tie('sequence'), tie('sequence'))
      .map((sequences): ast.ConcatTransformation => ({ kind: 'ConcatTransformation', sequences, range })),
    fc
      .tuple(fc.constantFrom('topcount', 'bottomsum'), expression, expression)
      .map(([method, amount, value]): ast.RankTransformation => ({
        kind: 'RankTransformation',
        method,
        amount,
        value,
        range,
      })),
    fc.tuple(plainPath, tie('sequence'), name).map(([path, apply, as]): ast.NestTransformation => ({
      kind: 'NestTransformation',
      path,
      items: [{ kind: 'NestItem', apply, alias: as, range }],
      range,
    })),
  ),
})).sequence;
const applyOption = sequence.map((apply): ast.ApplyOption => ({ kind: 'ApplyOption', apply, range }));

/** Random requests. */
export const url: fc.Arbitrary<ast.ODataUrl> = fc
  .tuple(
    fc.tuple(nameSegment, fc.array(pathSegment, { maxLength: 2 })),
    someOptions(
      filterOption,
      selectOption,
      expandOption,
      orderbyOption,
      topOption,
      searchOption,
      computeOption,
      applyOption,
      aliasAssignment,
    ),
  )
  .map(([[first, rest], options]): ast.ODataUrl => ({
    kind: 'ODataUrl',
    path: { kind: 'ResourcePath', segments: [first, ...rest], range },
    options,
    range,
  }));
