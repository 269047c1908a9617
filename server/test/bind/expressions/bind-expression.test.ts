/**
 * What expressions mean over a model. The grammar's tests prove that texts become the right trees; this file proves
 * that names are found, types checked and literals brought to the type they are compared with. Bound expressions are
 * shown by `printExpression`, in which every literal stands as one of its type.
 */
import { expect, test } from 'vitest';
import type { BoundExpression } from '../../../src/bound/bound.ts';
import { printExpression } from '../../../src/bound/print-bound.ts';
import { bindFilter, refusalOf } from '../harness.ts';

const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';

test.each([
  // comparisons
  ['People', "LastName eq 'Whyte'", "LastName eq 'Whyte'"],
  ['People', "'Whyte' eq LastName", "'Whyte' eq LastName"],
  ['People', "LastName eq 'O''Neill'", "LastName eq 'O''Neill'"],
  ['People', 'LastName eq null', 'LastName eq null'],
  ['People', 'null eq null', 'null eq null'],
  ['People', 'HomeAddress ne null', 'HomeAddress ne null'],
  ['People', 'Age gt 9007199254740993', 'Age gt 9007199254740993'],
  ['Trips', 'Budget eq 10.10', 'Budget eq 10.1'],
  ['Trips', 'Budget eq -0.000', 'Budget eq 0'],
  ['Trips', 'Budget lt 99999999999999999999.90', 'Budget lt 99999999999999999999.9'],
  ['Flights', 'Rating eq 2.5', 'Rating eq 2.5'],
  ['Flights', 'Distance lt INF', 'Distance lt INF'],
  ['Flights', 'Distance eq 1.5e3', 'Distance eq 1500'],
  ['Flights', 'HasMeal', 'HasMeal'],
  ['Flights', 'HasMeal eq true', 'HasMeal eq true'],
  // texts that stand for values of other types
  ['Trips', "StartsOn ge '2024-02-29'", 'StartsOn ge 2024-02-29'],
  ['Trips', `TripId eq '${guid.toUpperCase()}'`, `TripId eq ${guid}`],
  ['Trips', `TripId eq ${guid.toUpperCase()}`, `TripId eq ${guid}`],
  ['Flights', "Duration gt 'PT90M'", "Duration gt duration'PT1H30M'"],
  ['Flights', "Duration gt duration'PT90M'", "Duration gt duration'PT1H30M'"],
  ['Flights', "BoardsAt lt '08:30'", 'BoardsAt lt 08:30:00'],
  ['Flights', 'BoardsAt lt 08:30:00.500', 'BoardsAt lt 08:30:00.5'],
  ['Flights', "BoardingPass eq binary'AAEC'", "BoardingPass eq binary'AAEC'"],
  // enumerations with and without prefix, by name and by number
  ['People', "Gender eq TripPin.PersonGender'Female'", "Gender eq 'Female'"],
  ['People', "Gender eq 'Female'", "Gender eq 'Female'"],
  ['People', "Gender eq '1'", "Gender eq 'Female'"],
  ['People', "Gender in ('Male',TripPin.PersonGender'Female')", "Gender in ('Male','Female')"],
  ['People', "Preferences has TripPin.Feature'Silence'", "Preferences has 'Silence'"],
  ['People', "Preferences has 'Window,Silence'", "Preferences has 'Window,Silence'"],
  ['People', "Preferences eq 'Silence, Window'", "Preferences eq 'Window,Silence'"],
  ['People', "Preferences eq '6'", "Preferences eq 'Vegetarian,Silence'"],
  // logic; long chains have no parentheses among themselves
  ['People', "Age gt 1 and Age lt 9 or LastName eq 'a'", "((Age gt 1) and (Age lt 9)) or (LastName eq 'a')"],
  ['People', 'not (Age gt 1)', 'not (Age gt 1)'],
  ['Flights', 'not HasMeal and HasMeal', '(not HasMeal) and HasMeal'],
  ['Flights', 'Rating eq 1 or Rating eq 2 or Rating eq 3', '(Rating eq 1) or (Rating eq 2) or (Rating eq 3)'],
  // in
  ['People', "LastName in ('a','b',null)", "LastName in ('a','b',null)"],
  ['Trips', "StartsOn in ('2024-02-29',2024-03-01)", 'StartsOn in (2024-02-29,2024-03-01)'],
  ['People', 'FirstName in ["a",LastName]', "(FirstName in ('a')) or (FirstName eq LastName)"],
  ['People', 'not (LastName in [FirstName])', 'not ((LastName in ()) or (LastName eq FirstName))'],
  // arithmetic and its types
  ['Flights', 'Number add 1 eq 3', '(Number add 1) eq 3'],
  ['Flights', '-Number eq -1', '(-Number) eq -1'],
  ['Flights', 'Number eq -2147483648', 'Number eq -2147483648'],
  ['Flights', '(Price sub 1.5) mul 2 div 3 gt 5 mod 3', '(((Price sub 1.5) mul 2) div 3) gt (5 mod 3)'],
  ['Flights', 'Rating divby 2 eq 3.5', '(Rating divby 2) eq 3.5'],
  [
    'Flights',
    "DepartsAt add Duration gt DepartsAt sub 'PT1H'",
    "(DepartsAt add Duration) gt (DepartsAt sub duration'PT1H')",
  ],
  ['Trips', "EndsOn sub StartsOn gt duration'P2D'", "(EndsOn sub StartsOn) gt duration'P2D'"],
  ['Trips', "StartsOn add duration'P1D' eq EndsOn", "(StartsOn add duration'P1D') eq EndsOn"],
  ['Flights', "Duration mul 2 gt -duration'PT1H'", "(Duration mul 2) gt (-duration'PT1H')"],
  ['Flights', 'Number add null eq 3', '(Number add null) eq 3'],
  // functions
  ['People', "contains(LastName,'a')", "contains(LastName,'a')"],
  ['People', 'length(trim(concat(FirstName,LastName))) gt 5', 'length(trim(concat(FirstName,LastName))) gt 5'],
  ['People', "substring(LastName,1,2) eq 'h'", "substring(LastName,1,2) eq 'h'"],
  ['People', "startswith(tolower(LastName),'o') eq false", "startswith(tolower(LastName),'o') eq false"],
  [
    'People',
    "matchespattern(LastName,'^W') and endswith(LastName,'e')",
    "matchespattern(LastName,'^W') and endswith(LastName,'e')",
  ],
  ['Trips', 'year(StartsOn) eq 2024', 'year(StartsOn) eq 2024'],
  ['Trips', "month('2024-02-29') eq 2", 'month(2024-02-29) eq 2'],
  ['Flights', 'hour(DepartsAt) eq hour(BoardsAt)', 'hour(DepartsAt) eq hour(BoardsAt)'],
  ['Flights', 'date(DepartsAt) le 2024-02-29', 'date(DepartsAt) le 2024-02-29'],
  ['Flights', 'totalseconds(Duration) gt 60', 'totalseconds(Duration) gt 60'],
  ['Flights', 'DepartsAt lt now()', 'DepartsAt lt now()'],
  ['Flights', 'round(Price) eq 5 and floor(Distance) eq 2.5', '(round(Price) eq 5) and (floor(Distance) eq 2.5)'],
  ['Flights', 'ceiling(Rating) eq 5', 'ceiling(Rating) eq 5'],
  ['Flights', "cast(Number,Edm.String) eq '1'", "cast(Number,Edm.String) eq '1'"],
  ['People', 'length(null) eq 5', 'length(null) eq 5'],
  // paths
  ['People', "HomeAddress/City/Name eq 'Boise'", "HomeAddress/City/Name eq 'Boise'"],
  ['People', "$it/LastName eq 'a'", "LastName eq 'a'"],
  ['Flights', "Trip/Person/HomeAddress/City/Name eq 'Graz'", "Trip/Person/HomeAddress/City/Name eq 'Graz'"],
  ['People', 'BestFriend eq null', 'BestFriend eq null'],
  ['Flights', 'Trip/Person/BestFriend ne null', 'Trip/Person/BestFriend ne null'],
  ['People', "BestFriend/BestFriend/LastName eq 'Whyte'", "BestFriend/BestFriend/LastName eq 'Whyte'"],
  // dynamic properties of open types
  ['People', "Extras/Region eq 'EU'", "Extras/Region eq 'EU'"],
  ['People', 'Extras/Score add 1 gt 5', '(Extras/Score add 1) gt 5'],
  ['People', "contains(Extras/Region,'E') and Extras/Vip", "contains(Extras/Region,'E') and Extras/Vip"],
  ['People', 'Extras/Rank eq 1', 'Extras/Rank eq 1'],
  ['People', "Extras/A/B in ('x',1)", "Extras/A/B in ('x',1)"],
  ['Airlines', "Alliance eq 'Star'", "Alliance eq 'Star'"],
])('%s: %s', (set, filter, bound) => {
  expect(printExpression(bindFilter(set, filter))).toBe(bound);
});

/*
 * A day and a point in time. Power Query compares Edm.Date with DateTimeOffset literals in its incremental refresh, and
 * programs in browsers write the midnight of their zone in UTC. compare-as-days.test.ts adds the law of periods.
 */
test.each([
  ['StartsOn ge 2024-02-29T00:00:00Z', 'StartsOn ge 2024-02-29'],
  ['StartsOn lt 2024-02-29T00:00:00Z', 'StartsOn lt 2024-02-29'],
  ['StartsOn ge 2024-02-29T00:00:00-08:00', 'StartsOn ge 2024-02-29'],
  ['StartsOn ge 2024-02-29T00:00:00.000%2B14:00', 'StartsOn ge 2024-02-29'],
  ['StartsOn ge 2024-02-29T08:00:00Z', 'StartsOn ge 2024-02-29'],
  ['StartsOn gt 2024-02-29T08:00:00Z', 'StartsOn gt 2024-02-29'],
  ['StartsOn lt 2024-02-29T05:00:00Z', 'StartsOn lt 2024-02-29'],
  ['StartsOn le 2024-02-28T23:00:00Z', 'StartsOn le 2024-02-29'],
  ['StartsOn le 2024-02-29T23:59:59%2B01:00', 'StartsOn le 2024-02-29'],
  ['2024-02-29T08:00:00Z gt StartsOn', '2024-02-29 gt StartsOn'],
  ['StartsOn eq 2024-02-29T00:00:00Z', 'StartsOn eq 2024-02-29'],
  ['StartsOn eq 2024-02-29T13:00:00Z', 'StartsOn eq 2024-02-29'],
  ['StartsOn eq 2024-02-28T23:00:00Z', 'StartsOn eq 2024-02-29'],
  ['StartsOn ne 2024-02-29T08:00:00Z', 'StartsOn ne 2024-02-29'],
  ["StartsOn ge '2024-02-28T22:00:00Z'", 'StartsOn ge 2024-02-29'],
  ['StartsOn in (2024-02-29T00:00:00Z,2024-02-27T23:00:00Z)', 'StartsOn in (2024-02-29,2024-02-28)'],
  ['StartsOn eq date(2024-02-28T23:00:00Z)', 'StartsOn eq date(2024-02-28T23:00:00Z)'],
  ['StartsOn ge now()', 'StartsOn ge date(now())'],
])('a day against a point in time: %s', (filter, bound) => {
  expect(printExpression(bindFilter('Trips', filter.replace('%2B', '+')))).toBe(bound);
});

test.each([
  ['DepartsAt ge 2024-02-29', 'date(DepartsAt) ge 2024-02-29'],
  ["DepartsAt lt '2024-02-29'", 'date(DepartsAt) lt 2024-02-29'],
  ['2024-02-29 ne DepartsAt', '2024-02-29 ne date(DepartsAt)'],
  ['Trip/StartsOn lt DepartsAt', 'Trip/StartsOn lt date(DepartsAt)'],
  ['DepartsAt in (2024-02-29,2024-03-01)', 'date(DepartsAt) in (2024-02-29,2024-03-01)'],
  [
    'DepartsAt in (2024-02-29,2024-03-01T08:00:00Z,2024-03-02)',
    '(DepartsAt in (2024-03-01T08:00:00Z)) or (date(DepartsAt) in (2024-02-29,2024-03-02))',
  ],
])('a point in time against a day: %s', (filter, bound) => {
  expect(printExpression(bindFilter('Flights', filter))).toBe(bound);
});

test.each([
  ['Trips', 'Budget eq 5', 'Edm.Decimal', 5],
  ['Trips', 'Budget eq 5e0', 'Edm.Double', 5],
  ['Flights', 'Distance eq 5', 'Edm.Double', 5],
  ['Flights', 'Rating eq 5', 'Edm.Int32', 5],
  ['Flights', 'Number eq 3000000000', 'Edm.Int64', 3_000_000_000],
  ['People', 'Age eq -9223372036854775808', 'Edm.Int64', '-9223372036854775808'],
  ['People', 'Age eq 9223372036854775808', 'Edm.Decimal', '9223372036854775808'],
  ['People', `Age eq 1${'1'.repeat(199)}`, 'Edm.Decimal', `1${'1'.repeat(199)}`],
])('%s: the literal of %s is an %s', (set, filter, type, value) => {
  const bound = bindFilter(set, filter);
  const literal = bound.kind === 'BoundBinary' ? bound.right : bound;
  expect(literal).toMatchObject({ kind: 'BoundLiteral', type: { type: { name: type } }, value });
});

test.each([
  ['Number add 1', 'Edm.Int32'],
  ['Rating add Mood', 'Edm.Int32'],
  ['Number divby 2', 'Edm.Decimal'],
  ['Price add Number', 'Edm.Decimal'],
  ['Price mul Distance', 'Edm.Double'],
  ['Price mul Luggage', 'Edm.Single'],
  ['Number add null', 'Edm.Decimal'],
  ['Trip/Person/Extras/Score add Distance', 'Edm.Double'],
  ['DepartsAt sub DepartsAt', 'Edm.Duration'],
])('%s is an %s', (expression, type) => {
  const bound = bindFilter('Flights', `${expression} ne null`);
  expect(bound).toMatchObject({ kind: 'BoundBinary', left: { type: { type: { name: type } } } });
});

test('chains of hundreds of conditions become shallow trees', () => {
  const values = Array.from({ length: 400 }, (_, index) => `Number eq ${index}`);
  expect(depth(bindFilter('Flights', values.join(' or ')))).toBeLessThan(12);
});

function depth(expression: BoundExpression): number {
  return expression.kind === 'BoundBinary' ? 1 + Math.max(depth(expression.left), depth(expression.right)) : 0;
}

// ---- Refusals -------------------------------------------------------------------------------------------------------

const mismatch = 'TypeMismatch';
const notDone = 'UnsupportedFeature';

test.each([
  ['People', 'Agee gt 5', 'UnknownProperty', "Did you mean 'Age'?"],
  ['People', "lastname eq 'a'", 'UnknownProperty', "Did you mean 'LastName'?"],
  ['People', 'LastName eq Whyte', 'UnknownProperty', "put it in single quotes: 'Whyte'"],
  ['People', "HomeAddress/Town eq 'a'", 'UnknownProperty', "on type 'Location'"],
  ['People', "LastName/Length eq 'a'", 'UnknownProperty', "on type 'Edm.String'"],
  ['People', "Trips/Name eq 'a'", mismatch, "'Trips' is a collection, so the path cannot go on to 'Name'"],
  ['People', 'LastName eq 5', mismatch, "Put texts in single quotes, such as 'abc'."],
  ['People', "Age gt '5'", mismatch, 'Write a whole number without quotes, such as 7.'],
  ['Trips', "Budget gt 'abc'", mismatch, 'Write a number without quotes and with a decimal point'],
  ['Trips', "StartsOn ge '01/02/2024'", mismatch, 'Write a day as year-month-day, such as 2026-01-31.'],
  ['Trips', "TripId eq 'abc'", mismatch, 'Write a GUID without quotes'],
  ['Trips', 'StartsOn eq 2024', mismatch, "'StartsOn' (Edm.Date) and the number 2024 cannot be compared with 'eq'."],
  ['Flights', "HasMeal eq 'true'", mismatch, 'Write true or false, without quotes.'],
  ['Flights', 'HasMeal eq 1', mismatch, 'Write true or false, without quotes.'],
  [
    'People',
    "Gender eq 'Femal'",
    mismatch,
    "'Femal' is no member of the enumeration 'PersonGender'. Did you mean 'Female'",
  ],
  ['People', "Gender eq 'female'", mismatch, "Did you mean 'Female'?"],
  ['People', "Gender eq 'x'", mismatch, "Write one of 'Male', 'Female', 'Unknown'."],
  ['People', "Gender eq 'Male,Female'", mismatch, 'is no member'],
  ['People', "Gender eq TripPin.Gender'Male'", mismatch, "There is no enumeration type 'TripPin.Gender'"],
  ['People', "Gender eq TripPin.Feature'Window'", mismatch, "'Gender' (PersonGender)"],
  ['People', "LastName has 'a'", mismatch, "'has' looks for flags in an enumeration value"],
  ['People', "Emails eq 'a'", mismatch, "'Emails' (Collection(Edm.String)) is a collection"],
  ['People', 'Trips eq null', mismatch, "'Trips' is a collection"],
  ['People', 'BestFriend gt null', mismatch, 'cannot be compared as a whole'],
  ['People', "BestFriend eq 'scott'", mismatch, 'Compare one of its properties, or compare it with null.'],
  ['People', "HomeAddress eq 'Boise'", mismatch, 'Name one of its properties, such as Address'],
  ['People', 'Age', mismatch, "'Age' (Edm.Int64) is neither true nor false. Compare it with a value, as in Age eq ..."],
  ['People', 'Age gt 1 and LastName', mismatch, "'and' joins conditions"],
  ['People', 'not Age', mismatch, "'not' needs a condition"],
  ['People', 'not Age eq 5', mismatch, 'Put the comparison behind it in parentheses, as in not (A eq B).'],
  ['People', 'BestFriend and Age gt 1', mismatch, "'and' joins conditions"],
  ['People', 'LastName add 1 eq 2', mismatch, 'Arithmetic needs two numbers.'],
  ['Trips', 'StartsOn add 1 eq EndsOn', mismatch, "cannot be combined with 'add'"],
  ['Trips', "StartsOn add 'one day' eq EndsOn", mismatch, "'one day' is no Edm.Duration"],
  ['People', "-LastName eq 'a'", mismatch, "'-' needs a number or a duration"],
  ['People', "contains(Age,'a')", mismatch, "'Age' (Edm.Int64) is no Edm.String, which 'contains' needs there."],
  ['People', "substring(LastName,'a') eq 'b'", mismatch, "The text 'a' is no Edm.Int32"],
  ['People', 'year(LastName) eq 5', mismatch, 'is no Edm.Date or Edm.DateTimeOffset'],
  ['People', "cast(HasMeal,Edm.String) eq 'a'", 'UnknownProperty', "'HasMeal'"],
  ['Flights', 'cast(HasMeal,Edm.Int32) eq 1', mismatch, 'cannot be cast to Edm.Int32'],
  ['Flights', "DepartsAt lt '2024-02-29T00:00'", mismatch, 'Write a point in time with its offset'],
  ['Flights', 'Distance eq 1e400', mismatch, 'larger than Edm.Double can hold'],
  ['People', "substringof('a',LastName)", 'UnknownFunction', "Write contains(LastName,'a')"],
  ['People', 'TripPin.IsRich() eq true', 'UnknownFunction', "There is no function 'TripPin.IsRich'"],
  ['People', 'startwith() eq 1', 'UnknownFunction', "Did you mean 'startswith'?"],
  ['People', 'LastName in 5', mismatch, "a list in parentheses, ID in ('a','b')"],
  ['People', 'LastName in (FirstName)', mismatch, "a list in parentheses, ID in ('a','b')"],
  ['People', 'LastName in Trips', mismatch, 'or a collection of values'],
  ['People', '5 in Emails', mismatch, "cannot be compared with 'in'"],
  ['People', "Emails eq 'a'", mismatch, 'as in Emails/any(x:x eq ...)'],
  ['People', 'Emails gt []', mismatch, 'is a collection and cannot be compared'],
  ['People', '[LastName] eq 5', mismatch, 'without brackets: write LastName'],
  ['People', "contains([LastName],'a')", mismatch, 'is no collection of values'],
  ['People', 'hassubset(LastName,[1])', mismatch, 'is no collection of values'],
  ['People', 'hassubset(Emails,[1])', mismatch, 'cannot be compared'],
  ['People', 'substring(Emails,FirstName) eq []', mismatch, 'whole numbers'],
  ['People', 'HomeAddress eq {"Town":"a"}', mismatch, "has a member 'Town', which type 'Location' has not"],
  ['People', 'HomeAddress eq {"City":"a"}', mismatch, 'cannot be compared'],
  ['People', 'HomeAddress eq {"Address":"a","Address":"b"}', mismatch, 'no two members'],
  ['People', 'HomeAddress gt {"Address":"a"}', mismatch, 'cannot be compared as a whole'],
  ['People', "cast(Gender,TripPin.Feature) eq 'a'", mismatch, 'cannot be cast to Feature'],
  ['People', 'case(Age:true)', mismatch, 'is neither true nor false'],
  ['People', 'case(true:BestFriend) eq null', mismatch, "'case' yields values"],
  ['People', 'isof(TripPin.Persn)', mismatch, "There is no type 'TripPin.Persn'. Did you mean 'TripPin.Person'"],
  ['People', 'Trips/any(t:t/Nam eq 1)', 'UnknownProperty', "on type 'Trip'. Did you mean 'Name'?"],
  ['People', 'Trips/any(t:t/Name)', mismatch, 'is neither true nor false'],
  ['People', 'Trips/any(t:Budget gt 1)', 'UnknownProperty', "There is no property 'Budget' on type 'Person'"],
  ['People', 'LastName/any()', 'InvalidQueryOption', "'LastName'"],
  ['People', 'Trips/$count($filter=Nam eq 1) gt 1', 'UnknownProperty', "Did you mean 'Name'?"],
  ['People', 'Trips/$count($filter=Name) gt 1', mismatch, 'is neither true nor false'],
  ['People', 'Trips/$count', mismatch, 'is neither true nor false'],
  ['People', "$root/Peple('a')/LastName eq 'a'", 'InvalidQueryOption', "no entity set 'Peple'. Did you mean 'People'?"],
  ['People', "LastName('a') eq 'b'", 'UnknownFunction', "There is no function 'LastName'"],
  ['People', '$root/Trips/Name eq 1', mismatch, 'is a collection, so the path cannot go on'],
])('%s: %s is refused', (set, filter, code, text) => {
  const refusal = refusalOf(`${set}?$filter=${filter}`);
  expect(refusal).toMatchObject({ code, target: '$filter' });
  expect(refusal.message).toContain(text);
});

test.each([['People', "geo.distance(LastName,geography'SRID=0;Point(1 2)') gt 1", "'geo.distance'"]])(
  '%s: %s is known to OData and not done',
  (set, filter, text) => {
    const refusal = refusalOf(`${set}?$filter=${filter}`);
    expect(refusal).toMatchObject({ code: notDone, target: '$filter' });
    expect(refusal.message).toContain(text);
  },
);

// ---- Parameter aliases ----------------------------------------------------------------------------------------------

test.each([
  ["People?$filter=LastName eq @name&@name='a'", "LastName eq 'a'"],
  ["Trips?$filter=StartsOn ge @day&@day='2024-02-29'", 'StartsOn ge 2024-02-29'],
  ["People?$filter=LastName eq @a&@a=@b&@b='x'", "LastName eq 'x'"],
  ['People?$filter=LastName in @list&@list=["x","y"]', "LastName in ('x','y')"],
  ['Flights?$filter=@sum gt 5&@sum=Number add 1', '(Number add 1) gt 5'],
])('an alias stands for its value: %s', (url, bound) => {
  const filter = url.slice(url.indexOf('$filter=') + '$filter='.length);
  expect(printExpression(bindFilter(url.slice(0, url.indexOf('?')), filter))).toBe(bound);
});

test.each([
  ['People?$filter=LastName eq @name', 'UnknownParameterAlias', '@name', "add '@name=...' to the URL"],
  ["People?$filter=LastName eq @Name&@name='x'", 'UnknownParameterAlias', '@Name', "Did you mean 'name'?"],
  ['People?$filter=Age eq @a&@a=@a', 'InvalidQueryOption', '@a', 'it refers to itself (@a -> @a)'],
  ['People?$filter=Age eq @a&@a=@b add 1&@b=@a', 'InvalidQueryOption', '@a', '(@a -> @b -> @a)'],
])('%s is refused', (url, code, target, text) => {
  const refusal = refusalOf(url);
  expect(refusal).toMatchObject({ code, target });
  expect(refusal.message).toContain(text);
});

test('aliases cannot make a small URL stand for a huge or deep query', () => {
  const doubling = Array.from({ length: 40 }, (_, index) => `@a${index}=@a${index + 1} add @a${index + 1}`);
  const wide = `Flights?$filter=Number eq @a0&${doubling.join('&')}&@a40=1`;
  expect(refusalOf(wide)).toMatchObject({ code: 'QueryTooComplex', target: '$filter' });
  const nested = Array.from({ length: 450 }, (_, index) => `@a${index}=-@a${index + 1}`);
  const deep = `Flights?$filter=Number eq @a0&${nested.join('&')}&@a450=Number`;
  expect(refusalOf(deep)).toMatchObject({ code: 'QueryTooComplex', target: '$filter' });
});

test('an alias that was used before counts as deep and as long as it is', () => {
  const chain = (from: string, to: string): string =>
    Array.from({ length: 125 }, (_, index) => `@${from}${index}=-@${index === 124 ? to : `${from}${index + 1}`}`).join(
      '&',
    );
  expect(bindFilter('Flights', `@d0 eq @d0&${chain('d', 'n')}&@n=Number`)).toBeDefined();
  const deeper = `Flights?$filter=@d0 eq @e0&${chain('d', 'n')}&${chain('e', 'd0')}&@n=Number`;
  expect(refusalOf(deeper).message).toContain('nested more than 400 deep');
  const long = `Airlines?$filter=${Array.from({ length: 8 }, () => 'Name eq @a').join(' or ')}&@a='${'x'.repeat(30_000)}'`;
  expect(refusalOf(long).message).toContain('200000 characters');
});
