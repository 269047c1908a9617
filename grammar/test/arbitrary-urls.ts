// Random requests that the grammar can produce, for round trips. Ranges are dummies.
import fc from 'fast-check';
import type * as ast from '../ast.ts';
import { expression, literal, name, nameSegment, plainPath, range, text } from './arbitrary-expressions.ts';

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

const propertyNamed = (name: string): ast.MemberPath => ({
  kind: 'MemberPath',
  segments: [{ kind: 'NameSegment', name, qualified: false, range }],
  range,
});
const temporalOption = fc
  .tuple(
    fc.constantFrom('$at', '$from', '$to', '$toInclusive'),
    fc.oneof(
      expression,
      fc.constantFrom('min', 'max').map((value): ast.TimeLimit => ({ kind: 'TimeLimit', value, range })),
      fc.constantFrom('min', 'max').map(propertyNamed),
    ),
  )
  .map(([each, value]): ast.TemporalOption => ({ kind: 'TemporalOption', name: each, value, range }));

/** One option of each kind at most, as nested options have it too. `freq: 3` leaves out one in three; 1 leaves out all. */
const someOptions = (...options: readonly fc.Arbitrary<ast.QueryOption>[]): fc.Arbitrary<readonly ast.QueryOption[]> =>
  fc
    .tuple(...options.map((each) => fc.option(each, { nil: undefined, freq: 3 })))
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
      temporalOption,
    ),
  )
  .map(([[first, rest], options]): ast.ODataUrl => ({
    kind: 'ODataUrl',
    path: { kind: 'ResourcePath', segments: [first, ...rest], range },
    options,
    range,
  }));
