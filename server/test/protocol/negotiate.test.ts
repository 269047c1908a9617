/** Content negotiation by table; `media-type.test.ts` proves the reading of the header itself. */
import { expect, test } from 'vitest';
import { negotiateFormat, type ResourceKind } from '../../src/protocol/negotiate.ts';

const powerQuery =
  'application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,' +
  'application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7';

const json = (metadata: string, more: object = {}): object => ({
  kind: 'json',
  metadata,
  ieee754Compatible: false,
  streaming: false,
  ...more,
});

type Case = readonly [
  name: string,
  resource: ResourceKind,
  accept: string | undefined,
  format: string | undefined,
  expected: object,
];

const accepted: readonly Case[] = [
  ['Tableau', 'data', '*/*', undefined, json('minimal')],
  ['no header', 'data', undefined, undefined, json('minimal')],
  ['an empty header', 'data', '', undefined, json('minimal')],
  ['Power Query reading data', 'data', powerQuery, undefined, json('minimal')],
  ['Power Query reading $metadata', 'metadata', powerQuery, undefined, { kind: 'xml' }],
  ['DevExtreme', 'data', 'application/json;odata=verbose,text/plain', undefined, json('minimal')],
  [
    'UI5',
    'data',
    'application/json;odata.metadata=minimal;IEEE754Compatible=true',
    undefined,
    json('minimal', { ieee754Compatible: true }),
  ],
  ['UI5 asking for a count', 'text', 'application/json;odata.metadata=minimal', undefined, { kind: 'text' }],
  ['Olingo', 'data', 'application/json;odata.metadata=full', undefined, json('full')],
  ['4.01 spelling', 'data', 'application/json;metadata=none', undefined, json('none')],
  [
    'any letter case',
    'data',
    'Application/JSON;OData.Metadata=FULL;ieee754compatible=TRUE',
    undefined,
    json('full', { ieee754Compatible: true }),
  ],
  ['streaming', 'data', 'application/json;odata.streaming=true', undefined, json('minimal', { streaming: true })],
  [
    'the higher quality',
    'data',
    'application/json;odata.metadata=full;q=0.2,application/json;odata.metadata=none;q=0.8',
    undefined,
    json('none'),
  ],
  ['the more specific range', 'data', '*/*;q=1,application/json;odata.metadata=full;q=0.1', undefined, json('full')],
  [
    'the first of equals',
    'data',
    'application/json;odata.metadata=full,application/json;odata.metadata=none',
    undefined,
    json('full'),
  ],
  ['a whole family', 'data', 'application/*', undefined, json('minimal')],
  ['a browser', 'data', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', undefined, json('minimal')],
  ['axios reading $metadata', 'metadata', 'application/json, text/plain, */*', undefined, { kind: 'xml' }],
  ['JSON alone for $metadata', 'metadata', 'application/json', undefined, json('minimal')],
  ['$format=json for $metadata', 'metadata', powerQuery, 'json', json('minimal')],
  ['$format=xml for $metadata', 'metadata', 'application/json', 'XML', { kind: 'xml' }],
  ['$format over Accept', 'data', 'application/atom+xml', 'json', json('minimal')],
  ['$format with parameters', 'data', '*/*', 'application/json;odata.metadata=full', json('full')],
  ['plain text', 'text', 'text/plain', undefined, { kind: 'text' }],
  ['an empty list', 'data', ' , ,', undefined, json('minimal')],
  ['an unreadable element beside a readable one', 'data', 'nonsense, application/json', undefined, json('minimal')],
];

test.each(accepted)('%s', (_, resource, accept, format, expected) => {
  expect(negotiateFormat(resource, accept, format)).toEqual(expected);
});

const refused: readonly (readonly [string, ResourceKind, string | undefined, string | undefined, string])[] = [
  ['Atom', 'data', 'application/atom+xml', undefined, 'Accept'],
  ['XML data', 'data', 'application/xml', undefined, 'Accept'],
  ['HTML', 'data', 'text/html', undefined, 'Accept'],
  ['JSON refused by name', 'data', '*/*, application/json;q=0', undefined, 'Accept'],
  ['an unknown metadata level', 'data', 'application/json;odata.metadata=some', undefined, 'Accept'],
  ['$format=atom', 'data', '*/*', 'atom', '$format'],
  ['$format=xml for data', 'data', '*/*', 'xml', '$format'],
  ['a picture of a count', 'text', 'image/png', undefined, 'Accept'],
  ['HTML for $metadata', 'metadata', 'text/html', undefined, 'Accept'],
];

test.each(refused)('%s is not acceptable', (_, resource, accept, format, target) => {
  expect(() => negotiateFormat(resource, accept, format)).toThrow(
    expect.objectContaining({ code: 'NotAcceptable', status: 406, target }),
  );
});
