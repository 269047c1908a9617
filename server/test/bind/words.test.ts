/**
 * What people write instead of OData, and what the error leads them to: spreadsheets, SQL, OData 2, other services.
 * `lead` is what the message must say; what of it is between « and » is offered, and must be in the last column,
 * which must be accepted.
 */
import { expect, test } from 'vitest';
import { ODataError } from '../../src/errors/odata-error.ts';
import type { BoundRequest } from '../../src/bound/bound.ts';
import { bind } from '../../src/bind/bind.ts';
import { clicktimeModel } from '../../src/clicktime/model/clicktime-model.ts';
import { parseRequestUrl } from '../../src/bind/url/parse-request-url.ts';
import { table } from './words-in-urls.ts';

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

const long = 'a'.repeat(10_000);

test.each([
  `${long}`,
  `Jobs(${long}-1)`,
  `Jobs(${long}='x')`,
  `Jobs('x')/CustomFields/NS.${long}`,
  `TimeEntries?@${long}`,
  `TimeEntries?$filter=NS.${long}(Hours) eq 1`,
  `TimeEntries?$filter=Hours eq NS.${long}'x'`,
  `TimeEntries?$filter=$root/${long} eq 1`,
  `TimeEntries?$filter=CustomFields/${long}-b eq 1`,
  `TimeEntries?$filter=Hours eq @${long}&@${long}=@${long}`,
  `TimeEntries?$filter=Date eq '${long.slice(0, 400)}'`,
  `TimeEntries?$filter=${long.slice(0, 300)}() eq 1`,
  `TimeEntries?$filter=${long} eq 1`,
  `TimeEntries?$filter=${long}() eq 1`,
  `TimeEntries?$filter=${long}(Hours) eq 1`,
  `TimeEntries?$filter=lower('${long.slice(0, 400)}') like '${long}'`,
  `TimeEntries?$filter=Hours eq ${long}.b`,
  `TimeEntries?$filter=Hours eq @${long}`,
  `TimeEntries?$select=${long}`,
  `TimeEntries?$expand=${long}`,
  `TimeEntries?$${long}=1`,
  `TimeEntries?${long}:=1`,
  `TimeEntries?UserID=${long}`,
  `TimeEntries?$filter=cast(Hours,${long}) eq 1`,
])('what is wrong with a long URL is told in a short text (%#)', (url) => {
  const { message, target = '' } = refusalOf(url);
  expect(message.length).toBeLessThan(1000);
  expect(message).not.toMatch(/a{101}/);
  expect(target.length).toBeLessThan(110);
});
