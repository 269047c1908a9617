/** What control information goes before members that no type declares (JSON Format 4.6.3), and that pages say the same. */
import { expect, test } from 'vitest';
import { clicktimeModel } from '../../../src/clicktime/model/clicktime-model.ts';
import type { Row } from '../../../src/model/values.ts';
import { createBodyWriter } from '../../../src/protocol/payload/body-writer.ts';
import { piecesOf } from '../../../src/protocol/message.ts';
import { uncountedShare } from '../../../src/util/memory-budget.ts';
import { unpaced } from '../../../src/util/turns.ts';
import { dynamicText, type DynamicShape } from '../../../src/protocol/payload/dynamic-writer.ts';
import type { MetadataLevel } from '../../../src/protocol/negotiate.ts';
import { pageWriter } from '../../../src/protocol/payload/page-writer.ts';
import { rowWriter } from '../../../src/protocol/payload/row-writer.ts';
import type { JsonShape } from '../../../src/protocol/payload/value-writer.ts';
import type { ODataVersion } from '../../../src/protocol/version.ts';
import { setNamed } from '../../clicktime/connection.ts';

const shape = (metadata: MetadataLevel, version: ODataVersion = '4.0', omitNulls = false): JsonShape => ({
  model: clicktimeModel,
  version,
  format: { kind: 'json', metadata, ieee754Compatible: false, streaming: false },
  omitNulls,
});

const fields = {
  Text: 'a',
  Flag: true,
  Number: 1.5,
  None: null,
  Tags: ['a', 'b'],
  Numbers: [1, 2.5],
  Flags: [true],
  Empty: [],
  Site: { Room: 'r', Floor: { Level: 2, Gone: null } },
  All: [{ A: 1 }],
};

const members = (control: string): string =>
  [
    '"Text":"a","Flag":true,"Number":1.5,"None":null',
    `"Tags${control}type":"#Collection(String)","Tags":["a","b"]`,
    `"Numbers${control}type":"#Collection(Double)","Numbers":[1,2.5]`,
    `"Flags${control}type":"#Collection(Boolean)","Flags":[true]`,
    `"Empty${control}type":"#Collection(String)","Empty":[]`,
    `"Site":{"${control}type":"#ClickTime.CustomFields","Room":"r","Floor":{"${control}type":"#ClickTime.CustomFields","Level":2,"Gone":null}}`,
    `"All${control}type":"#Collection(ClickTime.CustomFields)","All":[{"${control}type":"#ClickTime.CustomFields","A":1}]`,
  ].join(',');

test.each<[string, JsonShape, string]>([
  ['none', shape('none'), `{"CustomFields":${JSON.stringify(fields)}}`],
  ['minimal', shape('minimal'), `{"@odata.id":"Jobs('j')","CustomFields":{${members('@odata.')}}}`],
  ['minimal in 4.01', shape('minimal', '4.01'), `{"@id":"Jobs('j')","CustomFields":{${members('@')}}}`],
  [
    'minimal without nulls',
    shape('minimal', '4.0', true),
    `{"@odata.id":"Jobs('j')","CustomFields":{${members('@odata.').replace(',"None":null', '').replace(',"Gone":null', '')}}}`,
  ],
])('types of nested values: %s', (_level, how, expected) => {
  const jobs = setNamed('Jobs');
  const projection = {
    properties: jobs.entityType.properties.filter(({ name }) => name === 'CustomFields'),
    expand: [],
  };
  const written = rowWriter(jobs, projection, how)({ ID: 'j', CustomFields: fields });
  expect(written).toBe(expected.replace("Jobs('j')", `Jobs(${encodeURIComponent("'j'")})`));
});

test('what no type of the model fits is untyped', () => {
  const open: DynamicShape = { typeName: '@type', omitNulls: false };
  expect(dynamicText({ Mixed: [1, 'a'], Lists: [[1]], Objects: [{}], One: { a: 'b' } }, open)).toBe(
    '{"Mixed@type":"#Collection(Untyped)","Mixed":[1,"a"],"Lists@type":"#Collection(Untyped)","Lists":[[1]],"Objects@type":"#Collection(Untyped)","Objects":[{}],"One":{"a":"b"}}',
  );
});

const rows: readonly (readonly Row[])[] = [
  [
    { ID: 'a', CustomFields: { Text: 'a', None: null } },
    { ID: 'b', CustomFields: null },
  ],
  [{ ID: 'a' }, { ID: 'b', CustomFields: fields }],
  [
    { ID: 'a', Comment: 'cut \ud83d' },
    { ID: 'b', Comment: 'whole \ud83d\ude00' },
  ],
  [{ ID: 'a\udfff' }],
  [{ ID: 'a', Comment: String.raw`no escape: \ud83d` }],
];

test.each(rows.flatMap((page) => (['none', 'minimal', 'full'] as const).map((level) => [level, page] as const)))(
  'a page of rows is its rows, level %s: %j',
  async (level, page) => {
    const entries = setNamed('TimeEntries');
    const projection = { properties: entries.entityType.properties, expand: [] };
    const body = createBodyWriter(uncountedShare);
    await pageWriter(entries, projection, shape(level))(page, body, unpaced);
    const text = Buffer.concat(piecesOf(body.end())).toString('utf8');
    const write = rowWriter(entries, projection, shape(level));
    expect(JSON.parse(text)).toEqual(page.map((row) => JSON.parse(write(row)) as unknown));
    expect(text).not.toMatch(/(?<!\\)\\ud/);
  },
);
