/** What `$expand` means: nested to any depth, references and counts, `*`, `$levels` unrolled; and where it is bounded. */
import { expect, test } from 'vitest';
import type { BoundExpand } from '../../../src/bound/bound.ts';
import { printExpression } from '../../../src/bound/print-bound.ts';
import { bindCollection, bindUrl, refusalOf } from '../harness.ts';

/** `Trips(Flights)`: a reference with `&`, a number with `#`, what is never written within itself with `!`. */
function text({ navigation, shows, acyclic, options }: BoundExpand): string {
  const { filter, top, projection } = options;
  const within = [
    ...(filter === undefined ? [] : [printExpression(filter)]),
    ...(top === undefined ? [] : [`top ${top}`]),
    ...(projection.selected === undefined ? [] : [`select ${projection.selected.join(',')}`]),
    ...projection.expand.map(text),
  ];
  const sign = `${shows === 'references' ? '&' : ''}${shows === 'count' ? '#' : ''}${acyclic === true ? '!' : ''}`;
  return `${navigation.name}${sign}${within.length === 0 ? '' : `(${within.join('; ')})`}`;
}

const expanded = (url: string): string => bindCollection(url).options.projection.expand.map(text).join('; ');

test.each([
  ['People?$expand=Trips($expand=Flights($expand=Airline))', 'Trips(Flights(Airline))'],
  [
    'People?$expand=Trips($expand=Flights($top=1),Person;$filter=Budget gt 1)',
    'Trips(Budget gt 1; Flights(top 1); Person)',
  ],
  ['People?$expand=Trips($expand=*)', 'Trips(Person; Flights; Expenses)'],
  ['People?$expand=BestFriend/$ref,Trips/$ref($top=1;$filter=Budget gt 1)', 'BestFriend&; Trips&(Budget gt 1; top 1)'],
  ['People?$expand=Trips/$count', 'Trips#'],
  ['People?$expand=Trips/$count($filter=Budget gt 1)', 'Trips#(Budget gt 1)'],
  // Aliases in parentheses hold there and further in.
  ['People?$expand=Trips(@b=5;$filter=Budget gt @b)&@b=7', 'Trips(Budget gt 5)'],
  [
    'People?$expand=Trips($filter=Budget gt @b;@b=5),BestFriend($expand=Trips($filter=Budget gt @b))&@b=7',
    'Trips(Budget gt 5); BestFriend(Trips(Budget gt 7))',
  ],
  ['People?$expand=BestFriend(@b=5;$expand=Trips($filter=Budget gt @b))', 'BestFriend(Trips(Budget gt 5))'],
  ['People?$expand=Trips(@n=Name;$filter=@n eq null)', 'Trips(Name eq null)'],
  ['People?$expand=*/$ref', 'BestFriend&; Trips&'],
  ['People?$expand=*/$ref,Trips($top=1)', 'BestFriend&; Trips(top 1)'],
  ['People?$expand=*($levels=1)', 'BestFriend; Trips'],
  ['People?$expand=*($levels=2)', 'BestFriend(BestFriend; Trips); Trips(Person; Flights; Expenses)'],
  ['People?$expand=*($levels=2),Trips/$count', 'BestFriend(BestFriend; Trips); Trips#'],
  ['People?$expand=BestFriend($levels=1)', 'BestFriend'],
  ['People?$expand=BestFriend($levels=3)', 'BestFriend(BestFriend(BestFriend))'],
  [
    'People?$expand=BestFriend($levels=2;$select=Age;$expand=Trips($top=1))',
    'BestFriend(select Age; Trips(top 1); BestFriend(select Age; Trips(top 1)))',
  ],
  ['People?$expand=BestFriend($levels=2;$expand=*)', 'BestFriend(Trips; BestFriend(BestFriend; Trips))'],
  ['Trips?$expand=Person($expand=BestFriend($levels=2))', 'Person(BestFriend(BestFriend))'],
  ['People?$expand=BestFriend($levels=max)', `${'BestFriend!('.repeat(9)}BestFriend!${')'.repeat(9)}`],
  // What is expanded within each level counts as a level too.
  [
    'People?$expand=BestFriend($levels=max;$select=Age;$expand=Trips($expand=Flights/$count))',
    `${'BestFriend!(select Age; Trips(Flights#); '.repeat(7)}BestFriend!(select Age; Trips(Flights#)${')'.repeat(8)}`,
  ],
])('%s', (url, expected) => {
  expect(expanded(url)).toBe(expected);
});

test('a single entity is expanded in the same way', () => {
  const request = bindUrl("People('a')?$expand=Trips($expand=Flights/$ref)");
  expect(request.kind === 'EntityRequest' && request.projection.expand.map(text)).toEqual(['Trips(Flights&)']);
});

test('*($levels=max) goes as deep as there is room for beside what is named', () => {
  const [airline] = bindCollection('Airlines?$expand=*($levels=max)').options.projection.expand;
  let depth = 1;
  for (let each = airline; each?.options.projection.expand[0] !== undefined; depth += 1) {
    expect(each.acyclic).toBe(true);
    [each] = each.options.projection.expand;
  }
  expect(depth).toBeGreaterThan(3);
  expect(depth).toBeLessThan(10);
});

const deep = (levels: number): string =>
  levels === 0 ? '' : `($expand=Trips${levels === 1 ? '' : `($expand=Person${deep(levels - 2)})`})`;

test.each([
  ['People?$expand=BestFriend/Trips', 'InvalidQueryOption', '$expand', 'Write $expand=BestFriend($expand=Trips).'],
  [
    'People?$expand=BestFriend/BestFriend/LastName',
    'InvalidQueryOption',
    '$expand',
    'Write $expand=BestFriend($expand=BestFriend($select=LastName)).',
  ],
  ['People?$expand=Trips($levels=2)', 'InvalidQueryOption', '$expand', "'Trips' leads to 'Trips'"],
  ['People?$expand=Trips($levels=max)', 'InvalidQueryOption', '$expand', 'leads back to its own type'],
  ['People?$expand=BestFriend($levels=2;$expand=BestFriend)', 'InvalidQueryOption', '$expand', 'more than once'],
  ['People?$expand=$value', 'InvalidQueryOption', '$expand', 'the media stream of an entity, and none here has one'],
  ['People?$expand=@Some.Term', 'InvalidQueryOption', '$expand', "no entity here has an annotation '@Some.Term'"],
  ["People('a')/HomeAddress?$expand=$value", 'InvalidQueryOption', '$expand', 'media stream'],
  [
    'People?$expand=Trips(@n=Name;$expand=Person($filter=@n eq null))',
    'QueryOptionNotAllowed',
    '$filter',
    'single entity',
  ],
  [
    'People?$expand=BestFriend(@n=UserName;$expand=Trips($filter=PersonName eq @n))',
    'UnsupportedFeature',
    '$filter',
    "'@n' within further parentheses",
  ],
  ['People?$expand=Trips(@b=5),BestFriend($expand=Trips($filter=Budget gt @b))', 'UnknownParameterAlias', '@b', '@b'],
  [
    `People?$expand=Trips(${Array.from({ length: 101 }, (_, index) => `@a${index}=1`).join(';')})`,
    'QueryTooComplex',
    '$expand',
    "an item of '$expand' has 101 options; at most 100",
  ],
  ['People?$expand=*,*', 'InvalidQueryOption', '$expand', "'*' is expanded more than once"],
  ['People?$expand=Trips,Trips/$ref', 'InvalidQueryOption', '$expand', "'Trips' is expanded more than once"],
  ['People?$expand=BestFriend/$count', 'InvalidQueryOption', '$expand', 'Write $expand=BestFriend.'],
  ['People?$expand=BestFriend/$ref($top=1)', 'QueryOptionNotAllowed', '$top', 'a reference within $expand'],
  ['People?$expand=Trips($expand=Flights($expand=Airlin))', 'UnknownProperty', '$expand', "Did you mean 'Airline'?"],
  ['People?$expand=Trips($expand=Flights($filter=Prize gt 1))', 'UnknownProperty', '$filter', "Did you mean 'Price'?"],
  ['People?$expand=BestFriend($levels=11)', 'QueryTooComplex', '$expand', "'$expand' goes 11 levels deep; at most 10"],
  ['People?$expand=BestFriend($levels=9999999)', 'QueryTooComplex', '$expand', 'at most 10'],
  ['People?$expand=BestFriend($levels=10;$expand=Trips)', 'QueryTooComplex', '$expand', '11 levels deep'],
  [`People?$expand=BestFriend${deep(10)}`, 'QueryTooComplex', '$expand', '11 levels deep'],
  ['People?$expand=*($levels=10)', 'QueryTooComplex', '$expand', 'at most 200 are expanded'],
  ['People?$expand=BestFriend($levels=2;$expand=*($levels=9))', 'QueryTooComplex', '$expand', 'at most'],
])('%s is refused', (url, code, target, words) => {
  const refusal = refusalOf(url);
  expect(refusal).toMatchObject({ code, target });
  expect(refusal.message).toContain(words);
});

test('ten levels are bound', () => {
  expect(expanded(`People?$expand=BestFriend${deep(9)}`)).toContain('Trips(Person(Trips');
});
