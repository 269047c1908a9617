/** The describing documents: made once, tagged, and not sent twice to those who have them. */
import { expect, test } from 'vitest';
import { clicktimeModel } from '../../../src/clicktime/model/clicktime-model.ts';
import { createDocuments, type DocumentRequest } from '../../../src/protocol/metadata/documents.ts';
import type { Body, RequestHeaders } from '../../../src/protocol/message.ts';
import type { Format } from '../../../src/protocol/negotiate.ts';
import { tripPin } from '../../models/trip-pin.ts';

const json: Format = { kind: 'json', metadata: 'minimal', ieee754Compatible: false, streaming: false };

const ask = (more: Partial<DocumentRequest> = {}, headers: RequestHeaders = {}): DocumentRequest => ({
  model: clicktimeModel,
  version: '4.0',
  format: { kind: 'xml' },
  request: {
    method: 'GET',
    path: '$metadata',
    query: '',
    headers,
    serviceRoot: 'http://127.0.0.1/odata/v4/',
    signal: new AbortController().signal,
  },
  ...more,
});

test('$metadata in both formats, from memory the second time', () => {
  const documents = createDocuments();
  const xml = documents.metadata(ask());
  expect(xml).toMatchObject({ status: 200, headers: { 'Content-Type': 'application/xml', 'OData-Version': '4.0' } });
  expect(documents.metadata(ask()).body).toBe(xml.body);
  const asJson = documents.metadata(ask({ format: json }));
  expect(asJson.headers['Content-Type']).toBe('application/json');
  expect(asJson.headers['ETag']).not.toBe(xml.headers['ETag']);
});

test('who has it already gets 304 without a body', () => {
  const documents = createDocuments();
  const tag = documents.metadata(ask()).headers['ETag'];
  const again = documents.metadata(ask({}, { 'if-none-match': tag }));
  expect(again.status).toBe(304);
  expect(again.body).toBeUndefined();
  expect(again.headers).toMatchObject({ ETag: tag, 'Cache-Control': 'private, no-cache', 'OData-Version': '4.0' });
  expect(documents.metadata(ask({ version: '4.01' }, { 'if-none-match': tag })).status).toBe(200);
  expect(documents.metadata(ask({ model: tripPin }, { 'if-none-match': tag })).status).toBe(200);
});

test('the service document by address', () => {
  const documents = createDocuments();
  const here = documents.serviceDocument(ask({ format: json }));
  const there = ask({ format: json });
  const elsewhere = documents.serviceDocument({
    ...there,
    request: { ...there.request, serviceRoot: 'https://b.example/' },
  });
  expect(new TextDecoder().decode(bytes(here.body))).toContain('http://127.0.0.1/odata/v4/$metadata');
  expect(new TextDecoder().decode(bytes(elsewhere.body))).toContain('https://b.example/$metadata');
  expect(here.headers['ETag']).not.toBe(elsewhere.headers['ETag']);
});

function bytes(body: Body | undefined): Uint8Array {
  if (body instanceof Uint8Array) return body;
  throw new Error('There are no bytes.');
}
