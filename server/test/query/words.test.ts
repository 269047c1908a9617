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
import {
  filter,
  functions,
  invalid,
  mismatch,
  operators,
  option,
  property,
  resource,
  syntax,
  unknownFunction,
  values,
  type Row,
} from './words-in-filters.ts';

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
  ["Jobs(ID:'abc')", syntax, "write «Jobs(ID='abc')»", "Jobs(ID='abc')"],
  ["Jobs(ID eq 'abc')", syntax, "write «Jobs(ID='abc')»", "Jobs(ID='abc')"],
  ["Jobs['abc']", syntax, "write «Jobs('abc')»", "Jobs('abc')"],
  ['Jobs{abc}/Name', syntax, "write «Jobs('abc')»", "Jobs('abc')/Name"],
  ["Jobs'abc'", syntax, "write «Jobs('abc')»", "Jobs('abc')"],
  ["Jobs('abc'", syntax, "A closing parenthesis '«)»' is missing", "Jobs('abc')"],
  ['Jobs.json', syntax, 'write «Jobs?$format=json»', 'Jobs?$format=json'],
  ['Jobs/$value', resource, "Name one entity by its key first: «Jobs('...')»", "Jobs('...')"],
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
  ["TimeEntries('x')/JobName", resource, 'Job/Name', "TimeEntries('x')/Job/Name"],
  [filter("Job/Client.Name eq 'x'"), property, "'«Client/Name»'", filter("Job/Client/Name eq 'x'")],
  ["Jobs?$filter=Job/Name eq 'x'", property, "Leave out 'Job/'«»", "Jobs?$filter=Name eq 'x'"],
  ['TimeEntries?$select=Hours Date', syntax, 'Hours,Date', 'TimeEntries?$select=Hours,Date'],
  ['TimeEntries?$select=Hours;Date', syntax, 'Hours,Date', 'TimeEntries?$select=Hours,Date'],
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

const options: readonly Row[] = [
  ['TimeEntries?$orderby=Date:desc', syntax, 'Date desc', 'TimeEntries?$orderby=Date desc'],
  ['TimeEntries?$orderby=desc Date', syntax, 'Date desc', 'TimeEntries?$orderby=Date desc'],
  ['TimeEntries?$orderby=Date;Hours', syntax, 'Date,Hours', 'TimeEntries?$orderby=Date,Hours'],
  ['TimeEntries?$orderby=Date desc Hours', syntax, 'A comma is missing«»', 'TimeEntries?$orderby=Date desc,Hours'],
  ['TimeEntries?$orderby=Date,', syntax, 'Remove the comma«»', 'TimeEntries?$orderby=Date'],
  ['TimeEntries?$top="5"', invalid, '$top=5', 'TimeEntries?$top=5'],
  ['TimeEntries?$count=yes', invalid, '$count=true', 'TimeEntries?$count=true'],
  ['TimeEntries?$format=csv', invalid, '$format=json', 'TimeEntries?$format=json'],
  [
    'TimeEntries?$select=Comment(a,b)',
    invalid,
    "'«Comment»' is a property and takes no",
    'TimeEntries?$select=Comment',
  ],
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
