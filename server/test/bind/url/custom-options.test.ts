/** Custom query options that look as if they should do something are refused, with what does it; all others are legal. */
import { expect, test } from 'vitest';
import { clicktimeModel } from '../../../src/clicktime/model/clicktime-model.ts';
import { bindUrl, refusalOf } from '../harness.ts';

/** Queries, what is said, and what must then be accepted. */
const refused: readonly (readonly [query: string, says: string, accepted: string])[] = [
  // What an '&' tore off, and names that no option has
  [
    '$filter=Hours gt 5&&Hours lt 6',
    'as in $filter=... and Hours lt 6; inside a text write %26',
    '$filter=Hours gt 5 and Hours lt 6',
  ],
  ['$filter=Hours gt 5&Hours lt 6', "join conditions by 'and'", '$filter=Hours gt 5 and Hours lt 6'],
  ["$filter=Comment eq 'a'&b'", 'inside a text write %26', '$top=1'],
  ['filter:Hours gt 5', 'Write $filter=Hours gt 5.', '$filter=Hours gt 5'],
  ['$filter:Hours gt 5', "Did you mean '$filter='?", '$filter=Hours gt 5'],
  ['Hours gt 5', 'as in $filter=Hours gt 5.', '$filter=Hours gt 5'],
  ['Hours>5', 'Write Hours gt 5.', '$filter=Hours gt 5'],
  ['Hours>=5', 'Write Hours ge 5.', '$filter=Hours ge 5'],
  // One slip away from a system option
  ['fliter=Hours gt 5', "Did you mean '$filter'?", '$filter=Hours gt 5'],
  ['filtr=Hours gt 5', "Did you mean '$filter'?", '$filter=Hours gt 5'],
  ['filters=Hours gt 5', "Did you mean '$filter'?", '$filter=Hours gt 5'],
  ['selct=ID', "Did you mean '$select'?", '$select=ID'],
  ['oderby=ID', "Did you mean '$orderby'?", '$orderby=ID'],
  ['expnd=User', "Did you mean '$expand'?", '$expand=User'],
  ['cuont=true', "Did you mean '$count'?", '$count=true'],
  ['skp=5', "Did you mean '$skip'?", '$skip=5'],
  ['fromat=json', "Did you mean '$format'?", '$format=json'],
  ...['topp', 'tops', 'tp', '/$top', '/top', 'odata.top', ' top', 'top ', '??$top', 'amp;$top'].map(
    (name) => [`${name}=5`, "Did you mean '$top'?", '$top=5'] as const,
  ),
  ['$topp=5', "Did you mean '$top'?", '$top=5'],
  ['$order_by=Date', "Did you mean '$orderby'?", '$orderby=Date'],
  ['order-by=Date', "Did you mean '$orderby'?", '$orderby=Date'],
  ['filter[Hours]=5', "Did you mean '$filter'?", '$filter=Hours eq 5'],
  ['$filter[Hours]=5', "Did you mean '$filter'?", '$filter=Hours eq 5'],
  ['filt=Hours eq 5', "Did you mean '$filter'?", '$filter=Hours eq 5'],
  ['skiptoken=5', "Did you mean '$skiptoken'?", '$skip=5'],
  ['Filter:=Hours gt 5', 'Write $filter=Hours gt 5.', '$filter=Hours gt 5'],
  // Options of other services
  ['$limits=5', "Did you mean '$top'?", '$top=5'],
  ['page[size]=5', "Did you mean '$top'?", '$top=5'],
  ['groupby=Job', 'Totals are asked for with $apply', '$expand=Job'],
  ['$group_by=Job', 'Totals are asked for with $apply', '$expand=Job'],
  ['distinct=JobID', 'choose properties with $select', '$select=JobID'],
  ['maxpagesize=5', 'Prefer: maxpagesize=100', '$top=5'],
  ['dateFrom=2026-01-02', 'write $filter=Date ge 2026-01-02.', '$filter=Date ge 2026-01-02'],
  ['since=2026-01-02', 'write $filter=Date ge 2026-01-02.', '$filter=Date ge 2026-01-02'],
  ['date-to=yesterday', 'write $filter=Date le 2026-01-31.', '$filter=Date le 2026-01-31'],
  ['sort=Date', "Did you mean '$orderby'?", '$orderby=Date'],
  ['fields=ID', "Did you mean '$select'?", '$select=ID'],
  ['page=2', "Did you mean '$skip'?", '$skip=2'],
  // ClickTime's parameters
  ['UserID=abc', "Write $filter=UserID eq 'abc'.", "$filter=UserID eq 'abc'"],
  ["userid=a'b", "Write $filter=UserID eq 'a''b'.", "$filter=UserID eq 'a''b'"],
  ['JobID=abc', "Write $filter=JobID eq 'abc'.", "$filter=JobID eq 'abc'"],
  ['StartDate=2026-01-01', 'Write $filter=Date ge 2026-01-01.', '$filter=Date ge 2026-01-01'],
  ['EndDate=2026-01-28', 'Write $filter=Date le 2026-01-28.', '$filter=Date le 2026-01-28'],
  ['EndDate=01/31/2026', 'Write $filter=Date le 2026-01-31.', '$filter=Date le 2026-01-31'],
  ['EntryDate=2026-01-01', 'Write $filter=Date eq 2026-01-01.', '$filter=Date eq 2026-01-01'],
  ['limit=5', 'Write $top=5.', '$top=5'],
  ['limit=all', 'Write $top=100.', '$top=100'],
  ['offset=5', 'Write $skip=5.', '$skip=5'],
  ['verbose=true', 'Leave it out.', '$top=1'],
  ['FromDate=2026-01-01', 'Choose entities by $filter.', '$filter=Date ge 2026-01-01'],
  ['limits=5', "Did you mean '$top'?", '$top=5'],
  ['lmit=5', 'Write $top=5.', '$top=5'],
  ['ofset=5', 'Write $skip=5.', '$skip=5'],
  ['userids=a', "Write $filter=UserID eq 'a'.", "$filter=UserID eq 'a'"],
  ['user_id=a', "Write $filter=UserID eq 'a'.", "$filter=UserID eq 'a'"],
  ['user-id=a', "Write $filter=UserID eq 'a'.", "$filter=UserID eq 'a'"],
  ['job.id=a', "Write $filter=JobID eq 'a'.", "$filter=JobID eq 'a'"],
  ['start_date=2026-01-02', 'Write $filter=Date ge 2026-01-02.', '$filter=Date ge 2026-01-02'],
  // Properties
  ['hour=5', 'Write $filter=Hours eq 5.', '$filter=Hours eq 5'],
  ['comments=x', "Write $filter=Comment eq 'x'.", "$filter=Comment eq 'x'"],
  ['custom_fields=x', 'write $filter', "$filter=CustomFields/x eq 'x'"],
  ['Hours=5', 'Write $filter=Hours eq 5.', '$filter=Hours eq 5'],
  ['hours=many', 'Write $filter=Hours eq 7.5.', '$filter=Hours eq 7.5'],
  ['Date=2026-01-01', 'Write $filter=Date eq 2026-01-01.', '$filter=Date eq 2026-01-01'],
  ['CustomFields=x', 'write $filter', "$filter=CustomFields/x eq 'x'"],
];

test.each(refused)('%s', (query, says, accepted) => {
  const refusal = refusalOf(`TimeEntries?${query}`, clicktimeModel);
  expect(refusal.message).toContain(says);
  expect(refusal.code).toBe('UnknownQueryOption');
  expect(() => bindUrl(`TimeEntries?${accepted}`, clicktimeModel)).not.toThrow();
});

test.each([
  ['Timesheets?FromDate=2026-01-01', 'Write $filter=StartDate ge 2026-01-01.'],
  ['Jobs?isactiv=true', 'Write $filter=IsActive eq true.'],
  ['Jobs?since=2026-01-01', 'write $filter'],
  ['Jobs?IsActive=true', 'Write $filter=IsActive eq true.'],
  ["Jobs('x')/TimeEntries?limit=5", 'Write $top=5.'],
  ["Jobs('x')?UserID=abc", 'It has no meaning here.'],
  ["Jobs('x')?verbose=true", 'Leave it out.'],
  ['?limit=5', 'It has no meaning here.'],
])('%s: %s', (url, says) => {
  expect(refusalOf(url, clicktimeModel).message).toContain(says);
});

test.each([
  '_=1790000000000',
  'sap-client=100&sap-language=EN',
  'api-version=1.0',
  'utm_source=mail&t=1&ts=2',
  'a.b=c&x[0]=1&~y=2',
  'foo',
  'foo=bar baz: 1 > 2',
  '_search=false&nd=1&_format=x&_id=1&~top=2',
  'key=1&callback=x&alt=json&fmt=x&v=1&lang=en&id_token=x&access_token=y&client=z',
  'sap-statistics=true&search-focus=Name&skin=1&x-request=1',
  '\u20ac=1&caf\u00e9=2',
  'form=1&stop=2&country=3&state=4&code=5',
  'saml2=disabled',
])('%s is a custom option, and legal', (query) => {
  expect(() => bindUrl(`TimeEntries?${query}`, clicktimeModel)).not.toThrow();
});

test.each([
  ['from=2026-01-01&to=2026-01-31', 'To choose a period, write $filter=Date ge 2026-01-01.'],
  ['$to=2026-01-31', 'To choose a period, write $filter=Date le 2026-01-31.'],
])('%s asks for the past of a temporal service, and is meant as a period', (query, says) => {
  const { code, message } = refusalOf(`TimeEntries?${query}`, clicktimeModel);
  expect(code).toBe('UnsupportedFeature');
  expect(message).toContain(says);
});

test('an option that was encoded twice is told', () => {
  expect(refusalOf('TimeEntries?%24filter=Hours gt 5', clicktimeModel).message).toContain('percent-encoded twice');
});

test('every parameter that is sent to ClickTime is refused from clients', () => {
  for (const { name, parameters = [] } of clicktimeModel.entitySets) {
    expect(parameters.map((each) => each.name)).toEqual(expect.arrayContaining(['limit', 'offset', 'verbose']));
    for (const parameter of parameters.filter((each) => each.name !== 'ID')) {
      expect(refusalOf(`${name}?${parameter.name}=x`, clicktimeModel).code).toBe('UnknownQueryOption');
    }
  }
});
