import type { FaultAction, PageLie, WrongShape } from './faults.ts';

/** Faults of one kind, by what they are in words. */
type InWords = Readonly<Record<string, FaultAction>>;

/** By shape, so that the compiler asks for a fault of each. */
export const wrongShapes: Readonly<Record<WrongShape, FaultAction>> = {
  dataNotArray: { kind: 'shape', shape: 'dataNotArray' },
  dataMissing: { kind: 'shape', shape: 'dataMissing' },
  dataNull: { kind: 'shape', shape: 'dataNull' },
  dataNullUncounted: { kind: 'shape', shape: 'dataNullUncounted' },
  recordNotObject: { kind: 'shape', shape: 'recordNotObject' },
  wrongFieldType: { kind: 'shape', shape: 'wrongFieldType', field: 'Hours' },
  missingField: { kind: 'shape', shape: 'missingField', field: 'ID' },
  unknownField: { kind: 'shape', shape: 'unknownField' },
  longTexts: { kind: 'shape', shape: 'longTexts', field: 'Comment', value: 150_000 },
  pageMissing: { kind: 'shape', shape: 'pageMissing' },
  errorsInSuccess: { kind: 'shape', shape: 'errorsInSuccess' },
  notAnObject: { kind: 'shape', shape: 'notAnObject' },
};

/** By lie, for the same reason. */
const pageLies: Readonly<Record<PageLie, InWords>> = {
  count: {
    'a count smaller than what is there': { kind: 'page', lie: 'count', value: 70 },
    'a count of 0 beside rows': { kind: 'page', lie: 'count', value: 0 },
    'a count larger than what is there': { kind: 'page', lie: 'count', value: 3_000 },
  },
  ownCount: { "the page's own number of rows as count": { kind: 'page', lie: 'ownCount' } },
  wildCount: { 'another count each time': { kind: 'page', lie: 'wildCount' } },
  limit: { 'a limit that was not applied': { kind: 'page', lie: 'limit', value: 1 } },
  offset: { 'another offset than asked for, the right rows': { kind: 'page', lie: 'offset', value: 7 } },
  nextObject: { 'a next link that is an object': { kind: 'page', lie: 'nextObject' } },
  noNext: { 'no next link although there is more': { kind: 'page', lie: 'noNext' } },
  noCountNorLinks: { 'neither count nor links': { kind: 'page', lie: 'noCountNorLinks' } },
  emptyPage: { 'a page without rows where there are some': { kind: 'page', lie: 'emptyPage' } },
  emptyList: { 'an empty list in the middle': { kind: 'page', lie: 'emptyList' } },
  repeatedRow: { 'a row in the place of another': { kind: 'page', lie: 'repeatedRow' } },
  ignoredOffset: { 'the first page whatever was asked for': { kind: 'page', lie: 'ignoredOffset' } },
  ignoredLimit: { 'more rows than asked for': { kind: 'page', lie: 'ignoredLimit' } },
  ignoredFilter: { 'a filter that is ignored': { kind: 'page', lie: 'ignoredFilter' } },
  ownEnd: { "the page's own number of rows as count, and no next link": { kind: 'page', lie: 'ownEnd' } },
  ownCountAlone: { "the page's own number of rows as count, and no links": { kind: 'page', lie: 'ownCountAlone' } },
  countSoFar: { 'the number of rows so far as count, and no next link': { kind: 'page', lie: 'countSoFar' } },
  nextAlways: { 'a next link on the last page, too': { kind: 'page', lie: 'nextAlways' } },
  nextUntilEmpty: { 'no count, and a next link until a page is empty': { kind: 'page', lie: 'nextUntilEmpty' } },
  halfPages: { 'half of the rows, and nothing said': { kind: 'page', lie: 'halfPages' } },
  wholeList: { 'all rows on each page, and said so': { kind: 'page', lie: 'wholeList' } },
};

/**
 * Every fault, in each of the forms that make a difference to a reader of time entries: by kind, then in words. What a
 * client sees of each is told in docs/faults.md.
 */
export const faultCatalogue = {
  status: {
    '429 with `Retry-After: 1`': { kind: 'status', status: 429, retryAfter: 1 },
    '429 without `Retry-After`': { kind: 'status', status: 429 },
    '429 with `Retry-After: 300`': { kind: 'status', status: 429, retryAfter: 300 },
    'a bad request, 400': { kind: 'status', status: 400 },
    'a refused token, 401': { kind: 'status', status: 401 },
    'forbidden, 403': { kind: 'status', status: 403 },
    'not found, 404': { kind: 'status', status: 404 },
    'a refused token, 401, of a proxy': { kind: 'status', status: 401, body: 'proxy' },
    'forbidden, 403, of a proxy': { kind: 'status', status: 403, body: 'proxy' },
    'forbidden, 403, without a body': { kind: 'status', status: 403, body: 'empty' },
    'forbidden, 403, beside an empty list': { kind: 'status', status: 403, body: 'emptyData' },
    'forbidden, 403, in an envelope without errors': { kind: 'status', status: 403, body: 'wordless' },
    'forbidden, 403, with errors and no envelope': { kind: 'status', status: 403, body: 'dataless' },
    'a refused token, 401, with a message alone': { kind: 'status', status: 401, body: 'message' },
    'not found, 404, of a proxy': { kind: 'status', status: 404, body: 'proxy' },
    'a time that was over, 408': { kind: 'status', status: 408 },
    'too early, 425': { kind: 'status', status: 425 },
    'a redirect, 302': { kind: 'status', status: 302, body: 'empty' },
    'no content, 204': { kind: 'status', status: 204, body: 'empty' },
    'accepted, 202, with an empty list': { kind: 'status', status: 202, body: 'list' },
    'a part, 206, with an empty list': { kind: 'status', status: 206, body: 'list' },
    'an internal error, 500': { kind: 'status', status: 500 },
    '503 with a web page': { kind: 'status', status: 503, body: 'html' },
    '503 with `Retry-After: 0`': { kind: 'status', status: 503, retryAfter: 0 },
    '503 with a `Retry-After` of 40 digits': { kind: 'status', status: 503, retryAfter: '9'.repeat(40) },
    '503 with a `Retry-After` that is over': {
      kind: 'status',
      status: 503,
      retryAfter: 'Fri, 31 Jul 2026 12:00:00 GMT',
    },
    '503 without a body': { kind: 'status', status: 503, body: 'empty' },
  },
  delay: {
    'slow, but within the time allowed': { kind: 'delay', milliseconds: 100 },
    'no answer within the time allowed': { kind: 'delay', milliseconds: 20_000 },
  },
  stall: { 'silence in the middle of the answer': { kind: 'stall' } },
  reset: {
    'connection reset before the answer': { kind: 'reset', afterBytes: -1 },
    'connection reset in the answer': { kind: 'reset' },
  },
  truncate: { 'JSON that ends in the middle': { kind: 'truncate' } },
  html: {
    'maintenance page with 503': { kind: 'html', status: 503 },
    'maintenance page with 200': { kind: 'html', status: 200 },
  },
  garble: {
    'bytes that are no UTF-8': { kind: 'garble', how: 'invalidUtf8' },
    'a `NaN`': { kind: 'garble', how: 'notANumber' },
    'something behind the JSON': { kind: 'garble', how: 'trailing' },
  },
  shape: {
    ...Object.fromEntries(Object.entries(wrongShapes).map(([shape, fault]) => [`\`${shape}\``, fault])),
    'a record of 9 MB': { kind: 'shape', shape: 'wrongFieldType', field: 'Comment', value: 'x'.repeat(9_000_000) },
  },
  page: Object.fromEntries(Object.values(pageLies).flatMap(Object.entries<FaultAction>)),
  ties: { 'rows of one day in another order each time': { kind: 'ties', field: 'Date' } },
  insertRows: { 'rows appear in front of the reader': { kind: 'insertRows', entity: 'TimeEntries', count: 3 } },
  deleteRows: { 'rows vanish in front of the reader': { kind: 'deleteRows', entity: 'TimeEntries', count: 3 } },
} satisfies Readonly<Record<FaultAction['kind'], InWords>>;
