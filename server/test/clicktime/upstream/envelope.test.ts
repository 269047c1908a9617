/** How answers are sorted, by table; real answers over sockets are in `client.test.ts`. */
import { expect, test } from 'vitest';
import { readAnswer } from '../../../src/clicktime/upstream/envelope.ts';

const answer = (status: number, body: string, retryAfterMs?: number) =>
  readAnswer({ status, mediaType: 'application/json', body, bytes: body.length, retryAfterMs });

const own = (Message: string): string => JSON.stringify({ data: null, errors: [{ Message }] });

test('a list: data, count, applied limit and whether a next page is linked to', () => {
  const body = JSON.stringify({
    data: [{ ID: 'a' }],
    errors: [],
    page: { count: 3, limit: 1, offset: 0, links: { next: 'https://elsewhere.example/next' } },
  });
  expect(answer(200, body)).toEqual({
    kind: 'Envelope',
    data: [{ ID: 'a' }],
    page: { count: 3, limit: 1, offset: 0, hasNext: true },
    bytes: body.length,
  });
});

test.each([
  ['no page object', {}, {}],
  ['numbers as text', { page: { count: '12', limit: '500' } }, { count: 12, limit: 500 }],
  ['numbers that are none', { page: { count: -1, limit: 0.5 } }, {}],
  ['a limit of zero', { page: { limit: 0 } }, {}],
  ['links without next', { page: { links: { next: null } } }, { hasNext: false }],
  ['a link without text', { page: { links: { next: '' } } }, { hasNext: false }],
  ['a link that is an object', { page: { links: { next: { href: 'https://x.example' } } } }, { hasNext: true }],
  ['an object that links to nothing', { page: { links: { next: { href: null } } } }, { hasNext: false }],
  ['an offset that is none', { page: { offset: -1 } }, {}],
])('paging information: %s', (_name, parts, page) => {
  expect(answer(200, JSON.stringify({ data: [], errors: [], ...parts }))).toMatchObject({ kind: 'Envelope', page });
});

test.each([
  ['429 with Retry-After', 429, '', 4_000, { kind: 'Throttled', retryAfterMs: 4_000 }],
  ['429 without', 429, '<html>', undefined, { kind: 'Throttled' }],
  ['503', 503, '<html>', 9_000, { kind: 'ServerError', status: 503, retryAfterMs: 9_000 }],
  ['500', 500, '{}', undefined, { kind: 'ServerError', status: 500 }],
  ['HTML with 200', 200, '<!DOCTYPE html><html>', undefined, { kind: 'NotJson' }],
  ['nothing with 200', 200, '', undefined, { kind: 'NotJson' }],
  ['JSON cut in the middle', 200, '{"data":[{"ID":"a', undefined, { kind: 'Interrupted' }],
  ['a list without envelope', 200, '[]', undefined, { kind: 'Unreadable' }],
  ['no data', 200, '{"errors":[]}', undefined, { kind: 'Unreadable' }],
  ['data that is text', 200, '{"data":"x"}', undefined, { kind: 'Unreadable' }],
  ['a redirect', 302, '', undefined, { kind: 'Unreadable' }],
  ['no content', 204, '', undefined, { kind: 'Nothing', page: {} }],
  ['no data and no count', 200, '{"data":null,"errors":[]}', undefined, { kind: 'Nothing', page: {} }],
  ['no data, counted', 200, '{"data":null,"page":{"count":7}}', undefined, { kind: 'Nothing', page: { count: 7 } }],
  ['408', 408, '', 2_000, { kind: 'ServerError', status: 408, retryAfterMs: 2_000 }],
  ['425', 425, own('Too early'), undefined, { kind: 'ServerError', status: 425 }],
  ['a refusal in its own words', 403, own('No.'), undefined, { kind: 'Refused', status: 403, message: 'No.' }],
  ['a bad token', 401, own('Invalid Credentials'), undefined, { kind: 'Refused', message: 'Invalid Credentials' }],
  ['a record that is not there', 404, own('Not found'), undefined, { kind: 'Refused', status: 404 }],
  ['the same in an envelope without words', 404, '{"data":null,"errors":[]}', undefined, { kind: 'Refused' }],
  ['403 with no data and no errors', 403, '{"errors":[]}', undefined, { kind: 'Foreign' }],
  ['the same without a word', 404, '', undefined, { kind: 'Refused', status: 404, message: '' }],
  ['403 in plain text', 403, 'Forbidden', undefined, { kind: 'Foreign' }],
  ['403 without a word', 403, '', undefined, { kind: 'Foreign' }],
  ['401 without a word', 401, '', 9_000, { kind: 'Foreign', retryAfterMs: 9_000 }],
  ["403 in a gateway's JSON", 403, '{"message":"Forbidden"}', undefined, { kind: 'Foreign' }],
  ['403 with errors in other words', 403, '{"errors":[{"title":"no"}]}', undefined, { kind: 'Foreign' }],
  [
    '403 with an empty list',
    403,
    '{"data":[],"errors":[{"Message":"no"}]}',
    undefined,
    { kind: 'Refused', status: 403 },
  ],
  ['403 with errors and data', 403, '{"data":[{}],"errors":[{"Message":"no"}]}', undefined, { kind: 'Foreign' }],
  ['403 with data that is text', 403, '{"data":"x","errors":[{"Message":"no"}]}', undefined, { kind: 'Foreign' }],
  ['403 with an object for data', 403, '{"data":{},"errors":[{"Message":"no"}]}', undefined, { kind: 'Foreign' }],
  ['403 in an envelope without words', 403, '{"data":null,"errors":[]}', undefined, { kind: 'Foreign' }],
  ['401 in an envelope without words', 401, '{"data":null,"errors":[]}', undefined, { kind: 'Foreign' }],
  ['403 with an empty message', 403, own(''), undefined, { kind: 'Foreign' }],
  ['403 with a message nobody sees', 403, own(' \u200B\n'), undefined, { kind: 'Foreign' }],
  ['403 with one message of two', 403, '{"data":null,"errors":[{"Message":"a"},{}]}', undefined, { kind: 'Foreign' }],
  ["403 with a firewall's errors", 403, '{"errors":[{"Message":"Blocked by WAF"}]}', undefined, { kind: 'Foreign' }],
  ["400 with a firewall's errors", 400, '{"errors":[{"Message":"Blocked by WAF"}]}', undefined, { kind: 'Foreign' }],
  ['404 with an empty message', 404, own(''), undefined, { kind: 'Refused', status: 404, message: '' }],
  ["401 of a proxy's", 401, '<html>', undefined, { kind: 'Foreign' }],
  ['404 of a gateway: not a record that is missing', 404, '{"message":"no Route"}', undefined, { kind: 'Foreign' }],
  ['a refusal cut in the middle', 404, '{"err', undefined, { kind: 'Foreign' }],
  ['NaN', 200, '{"data":[{"Hours":NaN}]}', undefined, { kind: 'Garbled' }],
  ['something behind the JSON', 200, '{"data":[]}<!-- -->', undefined, { kind: 'Garbled' }],
  ['two answers', 200, '{"data":[]}{"data":[]}', undefined, { kind: 'Garbled' }],
  ['a comma too many', 200, '{"data":[1,]}', undefined, { kind: 'Garbled' }],
])('%s', (_name, status, body, retryAfterMs, expected) => {
  expect(answer(status, body, retryAfterMs)).toMatchObject(expected);
});

const whole = JSON.stringify({ data: [{ ID: 'a' }], errors: [], page: { count: 1 } });

test.each([201, 202, 203, 205, 206, 207, 208, 226, 299])('status %i is never the whole answer', (status) => {
  for (const body of [whole, '{"data":[],"errors":[]}', '{"data":null,"errors":[]}', '', '<html>']) {
    expect(answer(status, body)).toMatchObject({ kind: 'Garbled', reason: expect.stringContaining(`${status}`) });
  }
});

test.each<[string, string, number, string, string, boolean?]>([
  ['', 'application/json', 401, '{"Message":"Authorization has been denied for this request."}', 'Refused'],
  ['of a list', 'application/json', 401, '{"Message":"Authorization has been denied."}', 'Foreign', false],
  ['with another status', 'application/json', 403, '{"Message":"No."}', 'Foreign'],
  ['as text', 'text/plain', 401, '{"Message":"No."}', 'Foreign'],
  ['in other letters', 'application/json', 401, '{"message":"Unauthorized"}', 'Foreign'],
  ['with more in it', 'application/json', 401, '{"Message":"No.","statusCode":401}', 'Foreign'],
  ['without words', 'application/json', 401, '{"Message":""}', 'Foreign'],
  ['without text', 'application/json', 401, '{"Message":{"a":1}}', 'Foreign'],
  ['as a list', 'application/json', 401, '[{"Message":"No."}]', 'Foreign'],
  ['cut', 'application/json', 401, '{"Message":"No."', 'Foreign'],
])("ASP.NET's own refusal %s", (_name, mediaType, status, body, kind, isSignIn = true) => {
  const outcome = readAnswer({ status, mediaType, body, bytes: body.length }, isSignIn);
  expect(outcome).toMatchObject({ kind, message: expect.stringMatching(/./) });
});

test("ClickTime's words are kept on one line of bounded length", () => {
  const body = JSON.stringify({
    data: null,
    errors: [{ Field: 'JobID', Message: 'Not\nvalid' }, { Message: 'x'.repeat(900) }],
  });
  const outcome = answer(400, body);
  expect(outcome).toMatchObject({ kind: 'Refused', status: 400 });
  const { message } = outcome.kind === 'Refused' ? outcome : { message: '' };
  expect(message.startsWith('JobID: Not valid; xxx')).toBe(true);
  expect(message.length).toBe(303);
});

test.each([
  ['names no field, so it may pass', [{ Field: null, Message: 'Try later.' }], 'Contradictory', 'Try later.'],
  ['has an empty field', [{ Field: '', Message: 'Try later.' }], 'Contradictory', 'Try later.'],
  ['is no object', ['Try later.'], 'Contradictory', ''],
  ['names a field of the request', [{ Field: 'JobID', Message: 'Not valid.' }], 'Refused', 'JobID: Not valid.'],
  ['is one of several', [{ Message: 'Oh.' }, { Field: 'ID', Message: 'No.' }], 'Refused', 'Oh.; ID: No.'],
])('data of a success with errors is not used; the error %s', (_name, errors, kind, message) => {
  for (const data of [[{ ID: 'a' }], null]) {
    expect(answer(200, JSON.stringify({ data, errors }))).toMatchObject({ kind, status: 200, message });
  }
});

test('wherever JSON is cut, it is told from JSON that is wrong', () => {
  const text = '{"data":[{"N":-1.5e+3,"T":true,"U":"\\u00e9 \\" é😀","X":null}],"errors":[],"page":{"count":1}}';
  for (let length = 1; length < text.length; length++) {
    expect(answer(200, text.slice(0, length)), `${length}`).toMatchObject({ kind: 'Interrupted' });
  }
});

test('of a foreign answer people are told what came, on one line and not too much of it', () => {
  const told = (body: string, server?: string): string => {
    const outcome = readAnswer({ status: 403, mediaType: 'text/html', body, bytes: body.length, server });
    return outcome.kind === 'Foreign' ? outcome.message : '';
  };
  const page = '<html><head><title>403 Forbidden</title></head><body><center>nginx</center></body></html>';
  expect(told(page, 'nginx/1.2')).toBe('status 403 and text/html, sent by \'nginx/1.2\': "403 Forbidden"');
  expect(told('<p class="a">Access <b>denied</b></p>')).toBe('status 403 and text/html: "Access denied"');
  expect(told('')).toBe('status 403 and no content');
  for (const body of ['x'.repeat(1e6), '<'.repeat(1e6), '<title'.repeat(1e5), '\u202E\n\u0000\uD800 "\''.repeat(1e4)]) {
    const message = told(body, body);
    expect(message.length).toBeLessThan(220);
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  }
});
