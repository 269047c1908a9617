/**
 * What people write instead of OData, and what the error leads them to: spreadsheets, SQL, OData 2, other services.
 * `lead` is what the message must say; what of it is between « and » is offered, and must be in the last column,
 * which must be accepted.
 */
import { expect, test } from 'vitest';
import { ODataError } from '../../src/errors/odata-error.ts';
import type { BoundRequest } from '../../src/query/bound.ts';
import { bind } from '../../src/query/bind.ts';
import { clicktimeModel } from '../../src/model/clicktime-model.ts';
import { parseRequestUrl } from '../../src/query/parse-request-url.ts';

/** Binds a URL of which nothing is percent-encoded but what is written so. */
function bindWritten(url: string): BoundRequest {
  const encoded = encodeURI(url)
    .replaceAll('#', '%23')
    .replaceAll(/%25([0-9A-F]{2})/g, '%$1');
  const [path = '', ...query] = encoded.split('?');
  return bind(parseRequestUrl(path, query.join('?')), clicktimeModel);
}

function refusalOf(url: string): ODataError {
  try {
    bindWritten(url);
  } catch (error) {
    if (error instanceof ODataError) return error;
    throw error;
  }
  throw new Error(`${url} is accepted`);
}

type Row = readonly [written: string, code: string, lead: string, accepted: string];

const syntax = 'SyntaxError';
const property = 'UnknownProperty';
const resource = 'UnknownResource';
const unknownFunction = 'UnknownFunction';
const mismatch = 'TypeMismatch';
const option = 'UnknownQueryOption';

const filter = (text: string): string => `TimeEntries?$filter=${text}`;

/** Rows about filters of time entries. */
const ofFilters = (rows: readonly Row[]): readonly Row[] =>
  rows.map(([written, code, lead, accepted]) => [filter(written), code, lead, filter(accepted)]);

const keys: readonly Row[] = [
  ['Jobs/abc', resource, "write «Jobs('abc')»", "Jobs('abc')"],
  ['Jobs/abc/Name', resource, "write «Jobs('abc')»", "Jobs('abc')/Name"],
  ["Clients('a')/Jobs/abc", resource, "write «Jobs('abc')»", "Clients('a')/Jobs('abc')"],
  ['Jobs/abc-1', 'UnsupportedFeature', "Write «Jobs('abc-1')»", "Jobs('abc-1')"],
  ['Jobs/Name', resource, "Jobs('...')/Name", "Jobs('...')/Name"],
  ['Jobs(abc-1)', syntax, "write «Jobs('abc-1')»", "Jobs('abc-1')"],
  ['Jobs(abc)', syntax, "write «Jobs('abc')»", "Jobs('abc')"],
  ['Jobs("abc")', syntax, "write «Jobs('abc')»", "Jobs('abc')"],
  ['Jobs(`abc`)', syntax, "write «Jobs('abc')»", "Jobs('abc')"],
  ['Jobs(\u2018abc\u2019)', syntax, "write «Jobs('abc')»", "Jobs('abc')"],
  ['Jobs(ID=abc)', syntax, "write «Jobs(ID='abc')»", "Jobs(ID='abc')"],
  ['Jobs(ID="abc")', syntax, "write «Jobs(ID='abc')»", "Jobs(ID='abc')"],
  ['Jobs(abc-1)/TimeEntries', syntax, "write «Jobs('abc-1')»", "Jobs('abc-1')/TimeEntries"],
  ["Jobs('abc", syntax, "A closing quote «'»", "Jobs('abc')"],
  ['Jobs(12)', 'InvalidKey', "Put texts in single quotes, such as «'abc'»", "Jobs('abc')"],
];

const names: readonly Row[] = [
  ['Time Entries', syntax, 'TimeEntries', 'TimeEntries'],
  ["Jobs('a')/Time Entries", resource, 'TimeEntries', "Jobs('a')/TimeEntries"],
  [filter("Job ID eq 'x'"), syntax, 'JobID', filter("JobID eq 'x'")],
  [filter("[JobID] eq 'x'"), mismatch, 'JobID', filter("JobID eq 'x'")],
  [filter("[Job ID] eq 'x'"), syntax, 'JobID', filter("JobID eq 'x'")],
  [filter('"Job ID" eq \'x\''), syntax, 'JobID', filter("JobID eq 'x'")],
  [filter("`JobID` eq 'x'"), syntax, 'JobID', filter("JobID eq 'x'")],
  ['TimeEntries?$select=Job ID', syntax, 'JobID', 'TimeEntries?$select=JobID'],
  ['TimeEntries?$select="Hours"', syntax, 'Hours', 'TimeEntries?$select=Hours'],
  ["TimeEntries?$select='Hours'", syntax, 'Hours', 'TimeEntries?$select=Hours'],
  ['TimeEntries?$select=[Hours]', syntax, 'Hours', 'TimeEntries?$select=Hours'],
  ['TimeEntries?$orderby=Job ID desc', syntax, 'JobID', 'TimeEntries?$orderby=JobID desc'],
  ['TimeEntries?$orderby=Job ID', syntax, 'JobID', 'TimeEntries?$orderby=JobID'],
  [filter("User.Name eq 'x'"), syntax, 'write «User/Name»', filter("User/Name eq 'x'")],
  [filter("Job.Client.Name eq 'x'"), syntax, 'write «Job/Client/Name»', filter("Job/Client/Name eq 'x'")],
  ['TimeEntries?$orderby=Job.Name', syntax, 'write «Job/Name»', 'TimeEntries?$orderby=Job/Name'],
  ['TimeEntries?$select=Job.Name', property, '$expand=Job($select=Name)', 'TimeEntries?$expand=Job($select=Name)'],
  ['TimeEntries?$select=JobName', property, '$expand=Job($select=Name)', 'TimeEntries?$expand=Job($select=Name)'],
  [filter("JobName eq 'x'"), property, 'Job/Name', filter("Job/Name eq 'x'")],
  [filter("job_name eq 'x'"), property, 'Job/Name', filter("Job/Name eq 'x'")],
  [filter("ClientName eq 'x'"), property, 'Job/Client/Name', filter("Job/Client/Name eq 'x'")],
  [filter("ProjectName eq 'x'"), property, 'Job/Name', filter("Job/Name eq 'x'")],
  [filter("ProjectID eq 'x'"), property, 'JobID', filter("JobID eq 'x'")],
  [filter("EmployeeName eq 'x'"), property, 'User/Name', filter("User/Name eq 'x'")],
  ['TimeEntries?$orderby=JobName', property, 'Job/Name', 'TimeEntries?$orderby=Job/Name'],
  ['TimeEntries?$expand=Project', property, 'Job', 'TimeEntries?$expand=Job'],
  ['TimeEntries?$expand=Jobs', property, "'«Job»'", 'TimeEntries?$expand=Job'],
  ['Projects', resource, 'Jobs', 'Jobs'],
  ['People', resource, 'Users', 'Users'],
  ['Customers', resource, 'Clients', 'Clients'],
  ['Departments', resource, 'Divisions', 'Divisions'],
  ['TimeEntry', resource, 'TimeEntries', 'TimeEntries'],
  ['timeentries', resource, 'TimeEntries', 'TimeEntries'],
  ["Jobs('x')/name", resource, 'Name', "Jobs('x')/Name"],
  [filter('hours gt 5'), property, "'«Hours»'", filter('Hours gt 5')],
  ['TimeEntries?$expand=job', property, "'«Job»'", 'TimeEntries?$expand=Job'],
  [filter('Kilometers gt 10'), property, 'CustomFields/Kilometers', filter('CustomFields/Kilometers gt 10')],
  [
    'TimeEntries?$orderby=Kilometers',
    property,
    'CustomFields/Kilometers',
    'TimeEntries?$orderby=CustomFields/Kilometers',
  ],
  ['TimeEntries?$select=Kilometers', property, 'CustomFields', 'TimeEntries?$select=CustomFields'],
  ['TimeEntries/count', resource, '$count', 'TimeEntries/$count'],
  ['TimeEntries/$Count', syntax, '$count', 'TimeEntries/$count'],
  ['metadata', resource, '$metadata', '$metadata'],
  ["Jobs('x')/Name/value", resource, '$value', "Jobs('x')/Name/$value"],
];

const operators = ofFilters([
  ['Hours between 5 and 7', syntax, 'Hours ge 5 and Hours le 7', 'Hours ge 5 and Hours le 7'],
  ['Hours not between 5 and 7', syntax, '(Hours lt 5 or Hours gt 7)', '(Hours lt 5 or Hours gt 7)'],
  ['between(Hours,5,7)', unknownFunction, 'Hours ge 5 and Hours le 7', 'Hours ge 5 and Hours le 7'],
  ["Comment like '%a%'", syntax, "contains(Comment,'a')", "contains(Comment,'a')"],
  ["Comment LIKE 'a%'", syntax, "startswith(Comment,'a')", "startswith(Comment,'a')"],
  ["Comment like '%a'", syntax, "endswith(Comment,'a')", "endswith(Comment,'a')"],
  ["Comment not like '%a%'", syntax, "not contains(Comment,'a')", "not contains(Comment,'a')"],
  ["JobID not in ('a','b')", syntax, "not (JobID in ('a','b'))", "not (JobID in ('a','b'))"],
  ["JobID in('a','b')", syntax, "A space is missing behind '«in»'", "JobID in ('a','b')"],
  ["JobID in 'a','b'", syntax, "in («'a'»,", "JobID in ('a','b')"],
  ["in(JobID,'a','b')", unknownFunction, "JobID in ('a','b')", "JobID in ('a','b')"],
  ['Comment is null', syntax, 'Comment eq null', 'Comment eq null'],
  ['Comment IS NOT NULL', syntax, 'Comment ne null', 'Comment ne null'],
  ['isnull(Comment)', unknownFunction, 'Comment eq null', 'Comment eq null'],
  ["Comment contains 'x'", syntax, "contains(Comment,'x')", "contains(Comment,'x')"],
  ["Comment starts with 'x'", syntax, "startswith(Comment,'x')", "startswith(Comment,'x')"],
  ["Comment does not contain 'x'", syntax, "not contains(Comment,'x')", "not contains(Comment,'x')"],
  ['Hours <> 5', syntax, 'Hours ne 5', 'Hours ne 5'],
  ['Hours != 5', syntax, 'Hours ne 5', 'Hours ne 5'],
  ['Hours == 5', syntax, 'Hours eq 5', 'Hours eq 5'],
  ['Hours = 5', syntax, 'Hours eq 5', 'Hours eq 5'],
  ['Hours >5', syntax, 'Hours gt 5', 'Hours gt 5'],
  ['Hours>5', syntax, 'Hours gt 5', 'Hours gt 5'],
  ['Hours>=5', syntax, 'Hours ge 5', 'Hours ge 5'],
  ['Hours<5', syntax, 'Hours lt 5', 'Hours lt 5'],
  ['Hours =< 5', syntax, 'Hours le 5', 'Hours le 5'],
  ["Comment=='x'", syntax, "Comment eq 'x'", "Comment eq 'x'"],
  ['Hours gt5', syntax, "A space is missing behind '«gt»'", 'Hours gt 5'],
  ['Hours gt 5 %26%26 Hours lt 6', syntax, "'«and»'", 'Hours gt 5 and Hours lt 6'],
  ['Hours gt 5%26%26Hours lt 6', syntax, "'«and»'", 'Hours gt 5 and Hours lt 6'],
  ['Hours gt 5 && Hours lt 6', syntax, "'«and»'", 'Hours gt 5 and Hours lt 6'],
  ['Hours gt 5 || Hours lt 6', syntax, "'«or»'", 'Hours gt 5 or Hours lt 6'],
  ['Hours gt 5, Hours lt 6', syntax, 'write «5 and Hours»', 'Hours gt 5 and Hours lt 6'],
  ['Hours * 2 gt 5', syntax, 'Hours mul 2', 'Hours mul 2 gt 5'],
  ['Hours + 2 gt 5', syntax, 'Hours add 2', 'Hours add 2 gt 5'],
  ['Hours - 2 gt 5', syntax, 'Hours sub 2', 'Hours sub 2 gt 5'],
  ['Hours/2 gt 5', 'InvalidQueryOption', 'Hours div 2', 'Hours div 2 gt 5'],
  ['!(Hours gt 5)', syntax, 'not (Hours', 'not (Hours gt 5)'],
]);

const functions = ofFilters([
  ['quarter(Date) eq 1', unknownFunction, '(month(Date) add 2) div 3', '(month(Date) add 2) div 3 eq 1'],
  ['Date eq today()', unknownFunction, 'date(now())', 'Date eq date(now())'],
  ['Date eq TODAY()', unknownFunction, 'date(now())', 'Date eq date(now())'],
  ['Date eq CURRENT_DATE', property, 'date(now())', 'Date eq date(now())'],
  ['YEAR([Date]) eq 2026', mismatch, 'Date', 'YEAR(Date) eq 2026'],
  ["substringof('a',Comment)", unknownFunction, "contains(Comment,'a')", "contains(Comment,'a')"],
  ["lower(Comment) eq 'a'", unknownFunction, 'tolower(Comment)', "tolower(Comment) eq 'a'"],
  ['len(Comment) gt 5', unknownFunction, 'length(Comment)', 'length(Comment) gt 5'],
  ["left(Comment,3) eq 'abc'", unknownFunction, 'substring(Comment,0,3)', "substring(Comment,0,3) eq 'abc'"],
  ["startwith(Comment,'a')", unknownFunction, 'startswith', "startswith(Comment,'a')"],
  ['Date ge DATEADD(day,-7,GETDATE())', unknownFunction, "now() sub duration'P7D'", "Date ge now() sub duration'P7D'"],
  ['Date gt now() sub 7', mismatch, "duration'P7D'", "Date gt now() sub duration'P7D'"],
  ['Date add 1 eq 2026-01-01', mismatch, "duration'P1D'", "Date add duration'P1D' eq 2026-01-01"],
  ["cast(Hours,String) eq '5'", 'UnsupportedFeature', 'Edm.String', "cast(Hours,Edm.String) eq '5'"],
  ["cast(Hours,edm.string) eq '5'", 'UnsupportedFeature', 'Edm.String', "cast(Hours,Edm.String) eq '5'"],
]);

const values = ofFilters([
  ['Comment eq NULL', property, 'null', 'Comment eq null'],
  ['Comment eq None', property, 'null', 'Comment eq null'],
  ['Comment eq undefined', property, 'null', 'Comment eq null'],
  ['Date eq 01/31/2026', syntax, '2026-01-31', 'Date eq 2026-01-31'],
  ['Date eq 31/01/2026', syntax, '2026-01-31', 'Date eq 2026-01-31'],
  ['Date eq 1/2/2026', syntax, '«2026-01-02», or 2026-02-01', 'Date eq 2026-01-02'],
  ['Date eq 31.01.2026', syntax, '2026-01-31', 'Date eq 2026-01-31'],
  ['Date eq 2026/01/31', syntax, '2026-01-31', 'Date eq 2026-01-31'],
  ['Date eq 31-01-2026', syntax, '2026-01-31', 'Date eq 2026-01-31'],
  ['Date eq 2026-1-1', syntax, '2026-01-01', 'Date eq 2026-01-01'],
  ['Date eq #2026-01-31#', syntax, '2026-01-31', 'Date eq 2026-01-31'],
  ['Date eq 31 Jan 2026', syntax, '2026-01-31', 'Date eq 2026-01-31'],
  ['Date eq 2026-01-01 00:00:00', syntax, '«2026-01-01».', 'Date eq 2026-01-01'],
  ['Date eq 2026-01-01 08:30', syntax, '2026-01-01T08:30:00Z', 'Date ge 2026-01-01T08:30:00Z'],
  ['Date eq 2026-01-01T00:00:00', syntax, 'Z', 'Date eq 2026-01-01T00:00:00Z'],
  ["Date eq datetime'2026-01-01T00:00:00'", syntax, '«2026-01-01».', 'Date eq 2026-01-01'],
  ["Date eq '01/31/2026'", mismatch, '2026-01-31', 'Date eq 2026-01-31'],
  ['Hours eq 7,5', syntax, '7.5', 'Hours eq 7.5'],
  ['Hours gt 1.000,5', syntax, '1000.5', 'Hours gt 1000.5'],
  ['Hours gt .5', syntax, '0.5', 'Hours gt 0.5'],
  ['Hours eq 5L', syntax, 'write «5».', 'Hours eq 5'],
  ['Hours eq 7.5m', syntax, '7.5', 'Hours eq 7.5'],
  ['Hours eq 1F', syntax, 'write «1».', 'Hours eq 1'],
  ['Comment eq "abc"', syntax, "'abc'", "Comment eq 'abc'"],
  ['Comment eq \u201cabc\u201d', syntax, "'abc'", "Comment eq 'abc'"],
  ['Comment eq abc', property, "'abc'", "Comment eq 'abc'"],
  ["Comment eq 'AT&T'", syntax, "'AT%26T'", "Comment eq 'AT%26T'"],
  ["Comment eq 'O'Neil'", syntax, "'O''Neil'", "Comment eq 'O''Neil'"],
  ['Hours%2520gt%25205', syntax, 'write «%20»', 'Hours%20gt 5'],
  ['Hours%2Bgt%2B5', syntax, '%20', 'Hours%20gt 5'],
  ['Hours%C2%A0gt 5', syntax, '«»no-break space (U+00A0)', 'Hours gt 5'],
  ['Hours%0Agt 5', syntax, '«»line break (U+000A)', 'Hours gt 5'],
]);

const options: readonly Row[] = [
  ['TimeEntries?$orderby=-Date', mismatch, 'Date desc', 'TimeEntries?$orderby=Date desc'],
  ['TimeEntries?$orderby=Date descending', syntax, 'desc', 'TimeEntries?$orderby=Date desc'],
  ['TimeEntries?$orderby=desc(Date)', unknownFunction, 'Date desc', 'TimeEntries?$orderby=Date desc'],
  [
    'TimeEntries?$expand=User($select=ID&$select=Name)',
    syntax,
    "separated by ';'«»",
    'TimeEntries?$expand=User($select=ID)',
  ],
  [
    'Jobs?$expand=TimeEntries($select=ID&$top=1)',
    syntax,
    'TimeEntries($select=ID;$top=1)',
    'Jobs?$expand=TimeEntries($select=ID;$top=1)',
  ],
  [
    'Jobs?$expand=TimeEntries($select=ID,$top=1)',
    syntax,
    'TimeEntries($select=ID;$top=1)',
    'Jobs?$expand=TimeEntries($select=ID;$top=1)',
  ],
  ['TimeEntries?$limit=5', option, '$top', 'TimeEntries?$top=5'],
  ['TimeEntries?$sort=Date', option, '$orderby', 'TimeEntries?$orderby=Date'],
  ['TimeEntries?$offset=5', option, '$skip', 'TimeEntries?$skip=5'],
  ['TimeEntries?$where=Hours gt 5', option, '$filter', 'TimeEntries?$filter=Hours gt 5'],
  ['TimeEntries?$inlinecount=allpages', option, '$count=true', 'TimeEntries?$count=true'],
  ['TimeEntries?$fitler=Hours gt 5', option, '$filter', 'TimeEntries?$filter=Hours gt 5'],
];

const table = [...keys, ...names, ...operators, ...functions, ...values, ...options];

/** What is between the marks must be in what is accepted; all of it where there are none. */
const marks = /[«»]/g;
const offerOf = (lead: string): string => /«(.*)»/.exec(lead)?.[1] ?? lead;

test.each(table)('%s is refused', (written, code, lead) => {
  const { message, code: found } = refusalOf(written);
  expect(message).toContain(lead.replaceAll(marks, ''));
  expect(found).toBe(code);
});

test.each(table)('%s leads to what is accepted', (_written, _code, lead, accepted) => {
  expect(() => bindWritten(accepted)).not.toThrow();
  expect(accepted).toContain(offerOf(lead));
});
