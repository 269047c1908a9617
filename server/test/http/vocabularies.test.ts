/**
 * What the service's documents refer to: everything is below its own root, whatever address that has, is served to
 * strangers, and defines each term that `$metadata` uses.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clicktimeModel } from '../../src/clicktime/model/clicktime-model.ts';
import { at, children, descendants, readXml } from '../protocol/metadata/xml-tree.ts';
import { type Fixture, get, send, signedIn, startFixture } from './fixture.ts';

let server: Fixture;

beforeAll(async () => {
  server = await startFixture({ model: clicktimeModel });
});
afterAll(() => server.close());

/** A document that is referred to, asked for as a client does that holds no credentials for it. */
async function fetched(address: URL): Promise<string> {
  expect(address.origin).toBe(new URL(server.serviceRoot).origin);
  const { status, headers, text } = await send(server.serviceRoot, address.pathname, {});
  expect(status).toBe(200);
  expect(headers['cache-control']).toBe('public, max-age=3600');
  expect(headers['content-type']).toBe(address.pathname.endsWith('.xml') ? 'application/xml' : 'application/json');
  return text;
}

/** Names that the documents behind references define, references of theirs included. */
async function definedBy(
  address: URL,
  text: string,
  read: (text: string) => { readonly references: readonly string[]; readonly names: readonly string[] },
): Promise<ReadonlySet<string>> {
  const { references, names } = read(text);
  const all = new Set(names);
  for (const reference of references) {
    expect(reference).not.toMatch(/^\w+:|^\//);
    const next = new URL(reference, address);
    for (const name of await definedBy(next, await fetched(next), read)) all.add(name);
  }
  return all;
}

/** Types, terms, properties and members, qualified. */
function readAsXml(text: string) {
  const edmx = readXml(text);
  const schema = at(edmx, 'edmx:DataServices', 'Schema');
  const names = schema.children.flatMap((element) => {
    const name = `${schema.attributes['Namespace']}.${element.attributes['Name']}`;
    return [name, ...element.children.flatMap(({ attributes }) => `${name}/${attributes['Name']}`)];
  });
  return { references: children(edmx, 'edmx:Reference').map(({ attributes }) => attributes['Uri'] ?? ''), names };
}

type Json = Readonly<Record<string, unknown>>;
const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

function readAsJson(text: string) {
  const document = objectOf(JSON.parse(text));
  const schemas = Object.entries(document).filter(([name]) => !name.startsWith('$'));
  const names = schemas.flatMap(([namespace, schema]) => {
    const { $Alias: alias = namespace, ...elements } = objectOf(schema);
    return Object.entries(elements).flatMap(([name, element]) => {
      const qualified = `${alias as string}.${name}`;
      return [qualified, ...Object.keys(objectOf(element)).map((member) => `${qualified}/${member}`)];
    });
  });
  return { references: Object.keys(objectOf(document['$Reference'])), names };
}

const addressOf = (name: string): URL => new URL(name, server.serviceRoot);

test('CSDL XML: every term, type, property and member that is used is defined below the service root', async () => {
  const { text } = await get(server.serviceRoot, '$metadata', signedIn);
  const known = await definedBy(addressOf('$metadata'), text, readAsXml);
  const all = descendants(readXml(text));
  const annotations = all.filter(({ name }) => name === 'Annotation');
  const used = annotations.flatMap(({ attributes, children: [record, ...others] }) => [
    attributes['Term'] ?? '',
    ...(attributes['EnumMember'] === undefined ? [] : [attributes['EnumMember']]),
    ...(record?.name === 'Record' ? [record, ...others] : []).flatMap(({ children: values }) =>
      values.map((value) => `${attributes['Term']}Type/${value.attributes['Property']}`),
    ),
  ]);
  expect(new Set(used).size).toBeGreaterThan(30);
  expect(used.filter((name) => !known.has(name))).toEqual([]);
});

test('CSDL JSON: the same', async () => {
  const { text } = await get(server.serviceRoot, '$metadata?$format=json', signedIn);
  const known = await definedBy(addressOf('$metadata'), text, readAsJson);
  const used = [...text.matchAll(/"@([\w.]+)":(\{[^{}]*\})?/g)].flatMap(([, term = '', record = '{}']) => [
    term,
    ...Object.keys(objectOf(JSON.parse(record))).map((property) => `${term}Type/${property}`),
  ]);
  expect(new Set(used).size).toBeGreaterThan(30);
  expect(used.filter((name) => !known.has(name))).toEqual([]);
});

test('vocabularies agree in both formats, and what they refer to is defined', async () => {
  for (const namespace of ['Org.OData.Core.V1', 'Org.OData.Capabilities.V1', 'Org.OData.Aggregation.V1']) {
    const [xml, json] = [addressOf(`vocabularies/${namespace}.xml`), addressOf(`vocabularies/${namespace}.json`)];
    const xmlText = await fetched(xml);
    const known = await definedBy(xml, xmlText, readAsXml);
    const types = descendants(readXml(xmlText)).flatMap(
      ({ attributes: { Type } }) => Type?.replace(/^Collection\((.*)\)$/, '$1') ?? [],
    );
    expect(types.filter((type) => !type.startsWith('Edm.') && !known.has(type))).toEqual([]);
    const alias = namespace.split('.')[2] ?? '';
    const named = readAsXml(xmlText).names.filter((name) => !name.endsWith('/undefined'));
    const jsonNames = new Set(readAsJson(await fetched(json)).names);
    expect(named.map((name) => name.replace(namespace, alias)).filter((name) => !jsonNames.has(name))).toEqual([]);
  }
});

test('a vocabulary is not sent again to who has it, and nothing else there is open', async () => {
  const path = '/odata/v4/vocabularies/Org.OData.Core.V1.xml';
  const first = await send(server.serviceRoot, path, {});
  const again = await send(server.serviceRoot, path, { 'If-None-Match': String(first.headers['etag']) });
  expect(again).toMatchObject({ status: 304, text: '' });
  expect(await send(server.serviceRoot, path, {}, 'HEAD')).toMatchObject({ status: 200, text: '' });
  const others = [
    'vocabularies',
    'vocabularies/',
    'vocabularies/Org.OData.Core.V1',
    'vocabularies/../$metadata',
    'vocabularies/x.xml',
  ];
  for (const other of others) {
    expect((await send(server.serviceRoot, `/odata/v4/${other}`, {})).status).toBe(401);
    expect([400, 404]).toContain((await send(server.serviceRoot, `/odata/v4/${other}`, signedIn)).status);
  }
  expect((await send(server.serviceRoot, path, {}, 'DELETE')).status).toBe(401);
});

test.each([
  '',
  '$metadata',
  '$metadata?$format=json',
  'vocabularies/Org.OData.Core.V1.xml',
  'vocabularies/Org.OData.Capabilities.V1.json',
  'Nothing',
])('no other host is named in "%s", but for the names of XML namespaces', async (path) => {
  const { text } = await get(server.serviceRoot, path, signedIn);
  const urls = text.match(/\bhttps?:\/\/[^"'<>\s]*/g) ?? [];
  const own = new URL(server.serviceRoot).origin;
  expect(urls.filter((url) => !url.startsWith(own) && !url.startsWith('http://docs.oasis-open.org/odata/ns/'))).toEqual(
    [],
  );
});

test.each<[path: string, headers: Readonly<Record<string, string>>, status: number, version: string, shows: RegExp]>([
  ['$metadata', {}, 200, '4.0', /^<\?xml[^]*<edmx:Edmx [^>]*Version="4\.0"/],
  ['$metadata', { 'OData-MaxVersion': '4.0', Accept: 'application/json, */*' }, 200, '4.0', /Version="4\.0"/],
  ['$metadata', { 'OData-MaxVersion': '4.01' }, 200, '4.01', /Version="4\.01"/],
  ['$metadata', { 'OData-MaxVersion': '4.01', Accept: 'application/json' }, 200, '4.01', /^\{"\$Version":"4\.01"/],
  ['$metadata?$format=json', {}, 200, '4.01', /^\{"\$Version":"4\.01"/],
  ['$metadata?$format=json', { 'OData-MaxVersion': '4.0' }, 406, '4.0', /exists since OData 4\.01/],
  ['$metadata', { 'OData-MaxVersion': '4.0', Accept: 'application/json' }, 406, '4.0', /application\/xml/],
  ['$metadata?$format=xml', { 'OData-MaxVersion': '4.0' }, 200, '4.0', /Version="4\.0"/],
])('%s with %j: the version is that of the header', async (path, headers, status, version, shows) => {
  const reply = await get(server.serviceRoot, path, { ...signedIn, ...headers });
  expect({ status: reply.status, version: reply.headers['odata-version'] }).toEqual({ status, version });
  expect(reply.text).toMatch(shows);
});
