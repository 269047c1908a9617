// The canonical text of what is written in different ways; that nothing is lost is proved in round-trip.test.ts.
import { expect, test } from 'vitest';
import { parseRelativeUrl, print } from '../index.ts';

test.each([
  ['Jobs?filter=Name EQ %27a%27', "Jobs?$filter=Name%20eq%20'a'"],
  ['Jobs?$filter=((A   eq 1)) and (B)', 'Jobs?$filter=A%20eq%201%20and%20B'],
  ['Jobs?$filter=(A or B) and C', 'Jobs?$filter=(A%20or%20B)%20and%20C'],
  ['Jobs?$filter=A sub (B sub C)', 'Jobs?$filter=A%20sub%20(B%20sub%20C)'],
  ['Jobs?$filter=(A sub B) sub C', 'Jobs?$filter=A%20sub%20B%20sub%20C'],
  ['Jobs?$filter=-(5) eq A', 'Jobs?$filter=-(5)%20eq%20A'],
  ['Jobs?$filter=not(A)', 'Jobs?$filter=not%20A'],
  ['Jobs?$filter=TOLOWER( Name ) eq null', 'Jobs?$filter=tolower(Name)%20eq%20null'],
  ["Jobs?$filter=A eq 'x%26y%2Bz'", "Jobs?$filter=A%20eq%20'x%26y%2Bz'"],
  ["Jobs('a%2Fb')", "Jobs('a%2Fb')"],
  ['Jobs/%28odd%29', 'Jobs/%28odd%29'],
  ['Jobs?$OrderBy=Name asc, Hours desc', 'Jobs?$orderby=Name,Hours%20desc'],
  ['Jobs?$search=a AND (b  OR c)', 'Jobs?$search=a%20AND%20(b%20OR%20c)'],
  ['Jobs?$filter=case( A eq 00:00 : 59 , true : B )', 'Jobs?$filter=case(A%20eq%2000:00%20:59,true:B)'],
  ['Jobs?$search=a b', 'Jobs?$search=a%20AND%20b'],
  ['Jobs?$expand=*/$ref,Client/$count($filter=A)', 'Jobs?$expand=*/$ref,Client/$count($filter=A)'],
  ['Jobs?$select=*,NS.*,Name', 'Jobs?$select=*,NS.*,Name'],
  ['Jobs?from=min&$to=(max)', 'Jobs?$from=min&$to=(max)'],
  ["Jobs?$at=(min) add duration'P1D'", "Jobs?$at=min%20add%20duration'P1D'"],
  ["Jobs?$at=min add duration'P1D'", "Jobs?$at=min%20add%20duration'P1D'"],
  ['Jobs?$apply=groupby((A, rollup( $all , B,C )))', 'Jobs?$apply=groupby((A,rollup($all,B,C)))'],
  ['Jobs?x=a%20b&!flag&$top=5', 'Jobs?x=a%20b&!flag&$top=5'],
])('%s is written %s', (text, canonical) => {
  expect(print(parseRelativeUrl(text))).toBe(canonical);
});
