/** How answers are sorted, by table; real answers over sockets are in `client.test.ts`. */
import { expect, test } from 'vitest';
import { readAnswer } from '../../src/clicktime/envelope.ts';

const answer = (status: number, body: string, retryAfterMs?: number) =>
  readAnswer({
    status,
    mediaType: 'application/json',
    body,
    bytes: body.length,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });

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
  ['a refusal without JSON', 403, 'Forbidden', undefined, { kind: 'Refused', status: 403, message: 'status 403' }],
  ['a refusal cut in the middle', 404, '{"err', undefined, { kind: 'Refused', status: 404, message: 'status 404' }],
])('%s', (_name, status, body, retryAfterMs, expected) => {
  expect(answer(status, body, retryAfterMs)).toMatchObject(expected);
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
  ['is no object', ['Try later.'], 'Contradictory', 'no reason given'],
  ['names a field of the request', [{ Field: 'JobID', Message: 'Not valid.' }], 'Refused', 'JobID: Not valid.'],
  ['is one of several', [{ Message: 'Oh.' }, { Field: 'ID', Message: 'No.' }], 'Refused', 'Oh.; ID: No.'],
])('data of a success with errors is not used; the error %s', (_name, errors, kind, message) => {
  for (const data of [[{ ID: 'a' }], null]) {
    expect(answer(200, JSON.stringify({ data, errors }))).toMatchObject({ kind, status: 200, message });
  }
});
