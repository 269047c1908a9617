/** What people write in conditions and in the order of rows, where one slip hides another; see words.test.ts. */
import { filter, mismatch, option, property, syntax, unknownFunction, type Row } from './words-in-filters.ts';

const ofFilters = (rows: readonly Row[]): readonly Row[] =>
  rows.map(([written, code, lead, accepted]) => [filter(written), code, lead, filter(accepted)]);

/** SQL behind a name of the company's own is no part of that name. */
const customNames = ofFilters([
  ['CustomFields/Kilometers > 10', syntax, 'CustomFields/Kilometers gt 10', 'CustomFields/Kilometers gt 10'],
  ['CustomFields/Kilometers >10', syntax, 'CustomFields/Kilometers gt 10', 'CustomFields/Kilometers gt 10'],
  ['CustomFields/Kilometers * 2 gt 5', syntax, 'CustomFields/Kilometers mul 2', 'CustomFields/Kilometers mul 2 gt 5'],
  [
    'CustomFields/Kilometers between 1 and 5',
    syntax,
    'CustomFields/Kilometers ge 1 and CustomFields/Kilometers le 5',
    'CustomFields/Kilometers ge 1 and CustomFields/Kilometers le 5',
  ],
  ['CustomFields/Kilometers is null', syntax, 'CustomFields/Kilometers eq null', 'CustomFields/Kilometers eq null'],
  ['CustomFields/Kilometers is not null', syntax, 'CustomFields/Kilometers ne null', 'CustomFields/Kilometers ne null'],
  [
    "CustomFields/Location not in ('a')",
    syntax,
    "not (CustomFields/Location in ('a'))",
    "not (CustomFields/Location in ('a'))",
  ],
]);

/** What stands behind a right value, or is missing there. */
const behindValues = ofFilters([
  ['Date eq 2026-11-20)', syntax, "There is one ')' too many«»", 'Date eq 2026-11-20'],
  ['Date eq 2026-11-20;', syntax, "Remove the ';' at the end«»", 'Date eq 2026-11-20'],
  ["Date eq 2026-11-20'", syntax, 'Remove the quote at the end«»', 'Date eq 2026-11-20'],
  ['Date eq 2026-11-20.', syntax, "Remove the '.' at the end«»", 'Date eq 2026-11-20'],
  ["Comment eq 'x';", syntax, "Remove the ';' at the end«»", "Comment eq 'x'"],
  ['Hours gt 5;Hours lt 7', syntax, "joined by '«and»' or 'or', not by ';'", 'Hours gt 5 and Hours lt 7'],
  ['Date eq 2026-11-20, Hours gt 5', syntax, 'write «2026-11-20 and Hours»', 'Date eq 2026-11-20 and Hours gt 5'],
  ['Date eq 2026-11-20||Hours gt 1', syntax, "'«or»'", 'Date eq 2026-11-20 or Hours gt 1'],
  ['Date eq 2026-11-20and Hours gt 1', syntax, "in front of '«and»'", 'Date eq 2026-11-20 and Hours gt 1'],
  ['Hours gt 5and Hours lt 7', syntax, "in front of '«and»'", 'Hours gt 5 and Hours lt 7'],
  [
    'Date ge 2026-11-20..2026-11-25',
    syntax,
    'Date ge 2026-11-20 and Date le 2026-11-25',
    'Date ge 2026-11-20 and Date le 2026-11-25',
  ],
  [
    'Date in (2026-01-01..2026-01-31)',
    syntax,
    'Date ge 2026-01-01 and Date le 2026-01-31',
    'Date ge 2026-01-01 and Date le 2026-01-31',
  ],
  ['Hours ge 5..7', syntax, 'Hours ge 5 and Hours le 7', 'Hours ge 5 and Hours le 7'],
  ['JobID in (a,b)', syntax, "JobID in ('a','b')", "JobID in ('a','b')"],
  ['User/Name in (Adams,Bob)', syntax, "User/Name in ('Adams','Bob')", "User/Name in ('Adams','Bob')"],
  ['Hours gt 5 and < 7', syntax, 'Hours lt 7', 'Hours gt 5 and Hours lt 7'],
  ['Hours gt 5 and lt 7', syntax, 'Hours lt 7', 'Hours gt 5 and Hours lt 7'],
]);

const daysAndTimes = ofFilters([
  ['Date ge 2026-11-20T25:00:00Z', syntax, 'There is no hour 25«»', 'Date ge 2026-11-20T23:00:00Z'],
  ['Date ge 2026-11-20T10:60:00Z', syntax, 'There is no minute 60«»', 'Date ge 2026-11-20T10:59:00Z'],
  [
    'Date eq 2026-13-01',
    syntax,
    'There is no month 13; a day is written year-month-day, as in «2026-01-13»',
    'Date eq 2026-01-13',
  ],
  ['Date eq 2026-11-32', syntax, 'There is no day 32«»', 'Date eq 2026-11-30'],
  ['Date eq 2026-Q1', syntax, 'Date ge 2026-01-01 and Date le 2026-03-31', 'Date ge 2026-01-01 and Date le 2026-03-31'],
  ['Date eq 13/13/2026', syntax, 'There is no such day«»', 'Date eq 2026-12-13'],
  ['Date eq 1/2/26', syntax, '«2026-01-02», or 2026-02-01', 'Date eq 2026-01-02'],
  ['Date eq 20.11.26', syntax, '2026-11-20', 'Date eq 2026-11-20'],
  ['Date ge 2026-01-01T10:00:00+0100', syntax, '2026-01-01T10:00:00+01:00', 'Date ge 2026-01-01T10:00:00+01:00'],
  ['Date ge 2026-01-01 08:30Z', syntax, '2026-01-01T08:30:00Z', 'Date ge 2026-01-01T08:30:00Z'],
  ['StartTime gt 8:00', syntax, 'two digits each: «08:00»', "StartTime gt '08:00'"],
  ["Date ge now() sub duration'P1M'", syntax, "duration'P30D'", "Date ge now() sub duration'P30D'"],
  ["Date ge now() sub duration'7D'", syntax, "duration'P7D'", "Date ge now() sub duration'P7D'"],
  ["Date ge now() sub duration'2 weeks'", syntax, "duration'P14D'", "Date ge now() sub duration'P14D'"],
  ["Date ge now() sub duration'3h'", syntax, "duration'PT3H'", "Date ge now() sub duration'PT3H'"],
  ['Date ge now() - 7', syntax, "now() sub duration'P7D'", "Date ge now() sub duration'P7D'"],
  ['Date ge today()-7', syntax, "date(now()) sub duration'P7D'", "Date ge date(now()) sub duration'P7D'"],
  ['Date ge date(now())-7', syntax, "date(now()) sub duration'P7D'", "Date ge date(now()) sub duration'P7D'"],
  ["Date ge now() - duration'P7D'", syntax, "now() sub duration'P7D'", "Date ge now() sub duration'P7D'"],
  ["Date ge now()-duration'P7D'", syntax, "now() sub duration'P7D'", "Date ge now() sub duration'P7D'"],
  ["JobID eq guid'b1f'", syntax, "without 'guid': «'b1f'»", "JobID eq 'b1f'"],
]);

const calls = ofFilters([
  ['!(Hours gt 5)', syntax, 'not (Hours gt 5)', 'not (Hours gt 5)'],
  ['IF Hours > 5 THEN 1 END', syntax, 'write $filter=«Hours gt 5».', 'Hours gt 5'],
  ["Comment + 'x' eq 'y'", syntax, "concat(Comment,'x')", "concat(Comment,'x') eq 'y'"],
  ['Comment contains visit', syntax, "contains(Comment,'visit')", "contains(Comment,'visit')"],
  ['Comment contains "visit"', syntax, "contains(Comment,'visit')", "contains(Comment,'visit')"],
  ['Comment like "%25x%25"', syntax, "contains(Comment,'x')", "contains(Comment,'x')"],
  ["lower(Comment) like '%25x%25'", syntax, "contains(tolower(Comment),'x')", "contains(tolower(Comment),'x')"],
  ["Comment like 'abc'", syntax, "Comment eq 'abc'", "Comment eq 'abc'"],
  ["Comment like 'On_site'", syntax, "matchesPattern(Comment,'^On.site$')", "matchesPattern(Comment,'^On.site$')"],
  ["Comment like 'O%25t'", syntax, "matchesPattern(Comment,'^O.*t$')", "matchesPattern(Comment,'^O.*t$')"],
  ["contains (Comment,'x')", syntax, "contains(Comment,'x')", "contains(Comment,'x')"],
  ['Comment not null', syntax, 'Comment ne null', 'Comment ne null'],
  ["JobID not in 'a'", syntax, "not (JobID in ('a'))", "not (JobID in ('a'))"],
  ["JobID one of ('a')", syntax, "JobID in ('a')", "JobID in ('a')"],
  ['JobID in (select ID from Jobs)', syntax, "as in «JobID in ('a','b')»", "JobID in ('a','b')"],
  ['DATEPART(month, Date) eq 1', unknownFunction, 'month(Date)', 'month(Date) eq 1'],
  ['DATEPART(quarter, Date) eq 1', unknownFunction, '(month(Date) add 2) div 3', '(month(Date) add 2) div 3 eq 1'],
  ["DATETRUNC('month',Date) eq 2026-01-01", unknownFunction, 'the first day of the period«»', 'Date ge 2026-01-01'],
  ['CAST(Hours AS INT) eq 5', syntax, 'cast(Hours,Edm.Int32)', 'cast(Hours,Edm.Int32) eq 5'],
  ["cast('5') eq 5", syntax, 'takes a value and a type«»', "cast(Hours,Edm.String) eq '5'"],
  ['isof() eq true', syntax, 'missing between the parentheses«»', 'Hours gt 5'],
  ['()', syntax, 'missing between the parentheses«»', 'Hours gt 5'],
  ['COUNT(*) gt 5', unknownFunction, 'Totals are asked for with $apply«»', 'Hours gt 5'],
  ['COUNTD(JobID) gt 5', unknownFunction, 'Totals are asked for with $apply«»', 'Hours gt 5'],
  ['date.year(Date) eq 2026', syntax, 'year(Date)', 'year(Date) eq 2026'],
  ['year Date eq 2026', syntax, 'year(Date)', 'year(Date) eq 2026'],
  [
    "RIGHT(Comment,3) eq 'abc'",
    unknownFunction,
    'substring(Comment,length(Comment) sub 3)',
    "substring(Comment,length(Comment) sub 3) eq 'abc'",
  ],
  [
    "FIND(Comment,'x') gt 0",
    unknownFunction,
    "«indexof(Comment,'x')». OData counts from 0",
    "indexof(Comment,'x') ge 0",
  ],
  [
    "FIND('x',Comment) gt 0",
    unknownFunction,
    "«indexof(Comment,'x')». OData counts from 0",
    "indexof(Comment,'x') ge 0",
  ],
  ["MID(Comment,1,3) eq 'abc'", unknownFunction, 'substring(Comment,0,3)', "substring(Comment,0,3) eq 'abc'"],
  ['t.Hours gt 5', syntax, 'write «Hours».', 'Hours gt 5'],
  ['Hours.Value gt 5', syntax, 'write «Hours».', 'Hours gt 5'],
  ["User->Name eq 'x'", syntax, 'User/Name', "User/Name eq 'x'"],
  ['Hours:gt:5', syntax, 'Hours gt 5', 'Hours gt 5'],
]);

const others: readonly Row[] = [
  [
    'TimeEntries?$orderby=CustomFields/Kilometers descending',
    syntax,
    'CustomFields/Kilometers desc',
    'TimeEntries?$orderby=CustomFields/Kilometers desc',
  ],
  ['TimeEntries?$orderby=!Date', syntax, 'Date desc', 'TimeEntries?$orderby=Date desc'],
  ['TimeEntries?$orderby=Hours desc,+Date', syntax, 'Date asc', 'TimeEntries?$orderby=Date asc'],
  ['TimeEntries?$orderby=Date ascending', syntax, 'Date asc', 'TimeEntries?$orderby=Date asc'],
  ['TimeEntries?$orderby=Date down', syntax, 'Date desc', 'TimeEntries?$orderby=Date desc'],
  ['TimeEntries?$orderby=Date desc nulls last', syntax, 'write «Date desc».', 'TimeEntries?$orderby=Date desc'],
  ['TimeEntries?$orderby=Date;', syntax, "Remove the ';' at the end«»", 'TimeEntries?$orderby=Date'],
  ['TimeEntries?$select=Hours as H', syntax, 'write «Hours»,', 'TimeEntries?$select=Hours'],
  ['TimeEntries?$select=distinct JobID', syntax, '$select=JobID', 'TimeEntries?$select=JobID'],
  ['TimeEntries?$select=Comment()', syntax, 'write «Comment».', 'TimeEntries?$select=Comment'],
  ['TimeEntries/filter(Hours gt 5)', syntax, '?$filter=Hours gt 5', 'TimeEntries?$filter=Hours gt 5'],
  [
    'Jobs?$expand=TimeEntries($select=ID%26$top=1)',
    syntax,
    'TimeEntries($select=ID;$top=1)',
    'Jobs?$expand=TimeEntries($select=ID;$top=1)',
  ],
];

/** What only the model can tell: the example is of the type at hand, and the advice fits where it is given. */
const ofTheModel: readonly Row[] = [
  ...ofFilters([
    ["startswith(Hours,'5')", mismatch, "as in «startswith(StartTime,'abc')»", "startswith(StartTime,'abc')"],
    ['hour(StartTime) eq 1', mismatch, 'as in «hour(now())»', 'hour(now()) eq 1'],
    ['date(Date) eq 2026-01-01', mismatch, 'leave out date()«»', 'Date eq 2026-01-01'],
    ["'Hours' gt 5", mismatch, 'without quotes: write «Hours».', 'Hours gt 5'],
    ['5 lt Hours lt 7', mismatch, "Join comparisons by 'and'«»", 'Hours gt 5 and Hours lt 7'],
    ['StartDate gt 2026-01-01', property, "'«Date»'", 'Date gt 2026-01-01'],
  ]),
  [
    'Jobs?$expand=TimeEntries( $select=Hours;$top=1)',
    syntax,
    'No blank stands here«»',
    'Jobs?$expand=TimeEntries($select=Hours;$top=1)',
  ],
  ['TimeEntries?$filter%3DHours gt 5', option, 'not as %3D«»', 'TimeEntries?$filter=Hours gt 5'],
  ["Jobs('x')//Name", syntax, "behind '/«Jobs('x')»'", "Jobs('x')/Name"],
];

export const conditions: readonly Row[] = [
  ...ofTheModel,
  ...customNames,
  ...behindValues,
  ...daysAndTimes,
  ...calls,
  ...others,
];
