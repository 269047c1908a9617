/** `$compute`: names that stand for expressions, wherever names of the entity may stand. */
import { expect, test } from 'vitest';
import { printExpression, printOrderby } from '../../../src/bound/print-bound.ts';
import { bindCollection, bindUrl, refusalOf } from '../harness.ts';

test.each([
  ['$compute=Age mul 2 as Double&$filter=Double gt 80', '(Age mul 2) gt 80', '', 'Double=Age mul 2'],
  ['$compute=Age mul 2 as Double&$orderby=Double desc', '', 'Age mul 2 desc', 'Double=Age mul 2'],
  ['$compute=Age mul 2 as Double&$filter=$it/Double gt 80', '(Age mul 2) gt 80', '', 'Double=Age mul 2'],
  ['$compute=Age as A&$filter=A eq @a&@a=A', 'Age eq Age', '', 'A=Age'],
  // Each may use the others, wherever they stand.
  ['$compute=Age mul 2 as D,D add 1 as E&$select=E', '', '', 'E=(Age mul 2) add 1'],
  ['$compute=D add 1 as E,Age mul 2 as D', '', '', 'E=(Age mul 2) add 1,D=Age mul 2'],
  // A complex value has its members; those of an open one may be any.
  [
    '$compute=HomeAddress as Home&$filter=Home/City/Name eq null',
    'HomeAddress/City/Name eq null',
    '',
    'Home=HomeAddress',
  ],
  ["$compute=Extras as X&$filter=X/Region eq 'US'", "Extras/Region eq 'US'", '', 'X=Extras'],
  [
    '$compute=BestFriend/HomeAddress as H&$orderby=H/City/Name',
    '',
    'BestFriend/HomeAddress/City/Name',
    'H=BestFriend/HomeAddress',
  ],
  // What is selected is shown; without $select everything is.
  ['$compute=Age as A,LastName as L&$select=*', '', '', 'A=Age,L=LastName'],
  ['$compute=Age as A,LastName as L&$select=L,Age', '', '', 'L=LastName'],
  ['$compute=Age as A&$select=LastName', '', '', ''],
  ['$compute=Emails as Mails', '', '', 'Mails=Emails'],
])('People?%s', (query, filter, orderby, computed) => {
  const { options } = bindCollection(`People?${query}`);
  expect(options.filter === undefined ? '' : printExpression(options.filter)).toBe(filter);
  expect(printOrderby(options.orderby)).toBe(orderby);
  const shown = options.projection.computed ?? [];
  expect(shown.map(({ name, expression }) => `${name}=${printExpression(expression)}`).join(',')).toBe(computed);
});

test('the context URL has what is selected', () => {
  expect(bindCollection('People?$compute=Age as A&$select=A,LastName').options.projection.selected).toEqual([
    'A',
    'LastName',
  ]);
});

test('one entity, entities within $expand and the number of entities have it as well', () => {
  expect(bindUrl("People('a')?$compute=Age as A")).toMatchObject({ projection: { computed: [{ name: 'A' }] } });
  expect(bindUrl('People?$expand=Trips($compute=Budget mul 2 as B;$filter=B gt 1;$select=B)')).toMatchObject({
    options: { projection: { expand: [{ options: { projection: { computed: [{ name: 'B' }], properties: [] } } }] } },
  });
  const counted = bindUrl('People/$count?$compute=Age mul 2 as D&$filter=D gt 5');
  expect(counted.kind === 'CountRequest' && counted.filter && printExpression(counted.filter)).toBe('(Age mul 2) gt 5');
});

const many = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(',');

test.each([
  ['Age as LastName', 'InvalidQueryOption', "'LastName': Person has a property of this name"],
  ['Age as BestFriend', 'InvalidQueryOption', "'BestFriend': Person has a property of this name"],
  ['Age as A,Age as A', 'InvalidQueryOption', "'A': two expressions have this name"],
  ['A add 1 as A', 'InvalidQueryOption', 'computed from itself (A -> A)'],
  ['B as A,C as B,A as C', 'InvalidQueryOption', 'computed from itself (A -> B -> C -> A)'],
  ['Agee add 1 as A', 'UnknownProperty', "Did you mean 'Age'?"],
  ['BestFriend as Friend', 'TypeMismatch', 'Name one of their properties behind it.'],
  ['Trips as T', 'TypeMismatch', 'leads to entities'],
  ['LastName add 1 as L', 'TypeMismatch', "'LastName' (Edm.String)"],
  [many(101, (index) => `Age as A${index}`), 'QueryTooComplex', 'at most 100'],
  // Doubled fourteen times, a small text is a large expression.
  [`Age as A0,${many(14, (index) => `A${index} add A${index} as A${index + 1}`)}`, 'QueryTooComplex', '10000 parts'],
])('$compute=%s is refused', (value, code, text) => {
  const refusal = refusalOf(`People?$compute=${value}`);
  expect(refusal).toMatchObject({ code, target: '$compute' });
  expect(refusal.message).toContain(text);
});

test.each([
  ['$filter=Doubl gt 5', 'UnknownProperty', '$filter', "Did you mean 'Double'?"],
  ['$filter=Double/Foo gt 5', 'TypeMismatch', '$filter', 'is a single value, so the path cannot go on'],
  ['$select=Double/Foo', 'InvalidQueryOption', '$select', 'is computed, and shown as a whole'],
  ['$select=Triple', 'UnknownProperty', '$select', "There is no property 'Triple'"],
  ['$expand=Double', 'UnknownProperty', '$expand', 'Double'],
  ['$expand=Trips($filter=Double gt 5)', 'UnknownProperty', '$filter', 'Double'],
  ['$orderby=Mails', 'TypeMismatch', '$orderby', 'has no order'],
])('$compute=Age mul 2 as Double,Emails as Mails&%s is refused', (query, code, target, text) => {
  const refusal = refusalOf(`People?$compute=Age mul 2 as Double,Emails as Mails&${query}`);
  expect(refusal).toMatchObject({ code, target });
  expect(refusal.message).toContain(text);
});
