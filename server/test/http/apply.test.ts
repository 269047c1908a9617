/** `$apply` as clients see it: the examples of the Data Aggregation extension over its own data, and the rest of its words. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import { transformations } from '../../src/protocol/metadata/capabilities.ts';
import { sales, salesRows } from '../models/sales.ts';
import { get, getJson, signedIn, startFixture, type Fixture } from './fixture.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture({
    model: sales,
    source: createMemorySource({ rowsBySet: salesRows, onlyRequested: true, batchSize: 3 }),
  });
});
afterAll(() => server.close());

const ask = (path: string): Promise<Record<string, unknown>> =>
  getJson(server.serviceRoot, path, { ...signedIn, 'OData-MaxVersion': '4.01', Accept: 'application/json' });

const rowsOf = async (path: string): Promise<unknown> => {
  const { value } = await ask(path);
  return JSON.parse(JSON.stringify(value), (name, each: unknown) => (name.includes('@') ? undefined : each));
};

// ---- Examples -------------------------------------------------------------------------------------------------------

const usa = { Customer: { Country: 'USA' } };
const netherlands = { Customer: { Country: 'Netherlands' } };
const named = (Name: string) => ({ Product: { Name } });

test.each<[path: string, rows: readonly object[]]>([
  ['Sales?$apply=aggregate(Amount with sum as Total,Amount with max as MxA)', [{ Total: 24, MxA: 8 }]],
  ['Sales?$apply=aggregate(Amount with min as MinAmount)', [{ MinAmount: 1 }]],
  ['Sales?$apply=aggregate(Amount with average as AverageAmount)', [{ AverageAmount: 3 }]],
  ['Sales?$apply=aggregate(Amount mul Product/TaxRate with sum as Tax)', [{ Tax: 2.08 }]],
  ['Sales?$apply=aggregate(Product with countdistinct as DistinctProducts)', [{ DistinctProducts: 3 }]],
  ['Sales?$apply=aggregate($count as SalesCount)', [{ SalesCount: 8 }]],
  ['Sales?$apply=aggregate(Amount with sum from Day with max as Most)', [{ Most: 9 }]],
  ['Sales?$apply=aggregate(Amount with sum from CustomerID,Day with max from CustomerID with sum as S)', [{ S: 14 }]],
  [
    'Sales?$apply=groupby((Customer/Country,Product/Name),aggregate(Amount with sum as Total))',
    [
      { ...netherlands, ...named('Paper'), Total: 3 },
      { ...netherlands, ...named('Sugar'), Total: 2 },
      { ...usa, ...named('Coffee'), Total: 12 },
      { ...usa, ...named('Paper'), Total: 5 },
      { ...usa, ...named('Sugar'), Total: 2 },
    ],
  ],
  [
    'Sales?$apply=groupby((Product/Name,Amount))',
    [
      { ...named('Coffee'), Amount: 4 },
      { ...named('Coffee'), Amount: 8 },
      { ...named('Paper'), Amount: 1 },
      { ...named('Paper'), Amount: 2 },
      { ...named('Paper'), Amount: 4 },
      { ...named('Sugar'), Amount: 2 },
    ],
  ],
  [
    'Sales?$apply=groupby((rollup(Customer/Country,Customer/Name)),aggregate(Amount with sum as Total))',
    [
      { Customer: { Country: 'Netherlands', Name: 'Sue' }, Total: 5 },
      { Customer: { Country: 'USA', Name: 'Joe' }, Total: 7 },
      { Customer: { Country: 'USA', Name: 'Sue' }, Total: 12 },
      { ...netherlands, Total: 5 },
      { ...usa, Total: 19 },
    ],
  ],
  [
    'Sales?$apply=groupby((rollup($all,Customer/Country)),aggregate(Amount with sum as Total))',
    [{ ...netherlands, Total: 5 }, { ...usa, Total: 19 }, { Total: 24 }],
  ],
  [
    'Sales?$apply=groupby((Product/Name),aggregate(Amount with sum as Total))/orderby(Total desc)',
    [
      { ...named('Coffee'), Total: 12 },
      { ...named('Paper'), Total: 8 },
      { ...named('Sugar'), Total: 4 },
    ],
  ],
  ['Sales?$apply=filter(Amount gt 3)&$select=ID', [{ ID: 3 }, { ID: 4 }, { ID: 5 }]],
  ['Sales?$apply=bottomcount(2,Amount)&$select=ID', [{ ID: 1 }, { ID: 7 }]],
  ['Sales?$apply=topcount(2,Amount)&$select=ID', [{ ID: 4 }, { ID: 3 }]],
  ['Sales?$apply=bottompercent(50,Amount)/orderby(ID)&$select=ID', [1, 2, 3, 6, 7, 8].map((ID) => ({ ID }))],
  ['Sales?$apply=toppercent(50,Amount)&$select=ID', [{ ID: 4 }, { ID: 3 }]],
  ['Sales?$apply=bottomsum(7,Amount)/orderby(ID)&$select=ID', [1, 2, 6, 7, 8].map((ID) => ({ ID }))],
  ['Sales?$apply=topsum(15,Amount)/orderby(ID)&$select=ID', [{ ID: 3 }, { ID: 4 }, { ID: 5 }]],
  ['Sales?$apply=orderby(Customer/Name desc)/skip(2)/top(2)&$select=ID', [{ ID: 6 }, { ID: 7 }]],
  ['Sales?$apply=top(0)', []],
  [
    'Sales?$apply=concat(topcount(2,Amount)/aggregate(Amount with sum as Best),aggregate(Amount with sum as Total))',
    [{ Best: 12 }, { Total: 24 }],
  ],
  [
    'Products?$apply=outerjoin(Sales as Sale)/groupby((Name),aggregate(Sale/Amount with sum as Total))',
    [
      { Name: 'Coffee', Total: 12 },
      { Name: 'Paper', Total: 8 },
      { Name: 'Pencil', Total: null },
      { Name: 'Sugar', Total: 4 },
    ],
  ],
  [
    'Products?$apply=join(Sales as Sale,filter(Amount gt 2))/groupby((Sale/Customer/Name),aggregate($count as N))',
    [
      { Sale: { Customer: { Name: 'Joe' } }, N: 1 },
      { Sale: { Customer: { Name: 'Sue' } }, N: 2 },
    ],
  ],
  ['Sales?$apply=groupby((Customer/Country),topcount(1,Amount))&$select=ID', [{ ID: 6 }, { ID: 4 }]],
  // Each product counts once, however many sales lead to it (3.2.1.1).
  [
    'Sales?$apply=aggregate(Product/TaxRate with sum as Rates,Product/$count as Products)',
    [{ Rates: 0.26, Products: 3 }],
  ],
  ['Products?$apply=aggregate(Sales/Amount with sum as Total,Sales/$count as N)', [{ Total: 24, N: 8 }]],
  [
    'Products?$apply=aggregate(Weight with sum as W,Shelf with sum as S,Shelf with average as A)',
    [{ W: 0.6, S: 'P1DT12H30M', A: 'PT12H10M' }],
  ],
])('%s', async (path, rows) => {
  expect(await rowsOf(path)).toEqual(rows);
});

// ---- Words of the answer --------------------------------------------------------------------------------------------

test.each([
  ['Sales?$apply=filter(Amount gt 3)', '#Sales'],
  ['Sales?$apply=compute(Amount mul 2 as Twice)', '#Sales(*,Twice)'],
  ['Sales?$apply=compute(Amount mul 2 as Twice)&$select=ID,Twice', '#Sales(ID,Twice)'],
  [
    'Sales?$apply=groupby((Customer/Country,Product/Category/Name),aggregate($count as N))',
    '#Sales(Customer(Country),Product(Category(Name)),N)',
  ],
  ['Sales?$apply=aggregate(Amount with sum as Total)&$compute=Total mul 2 as Twice', '#Sales(Total,Twice)'],
  ['Sales?$apply=groupby((Customer),aggregate($count as N))', '#Sales(N,Customer())'],
  [
    'Sales?$apply=groupby((Customer),aggregate($count as N))&$expand=Customer($select=Name)',
    '#Sales(N,Customer(Name))',
  ],
  [
    'Sales?$apply=groupby((rollup(Customer/Country,Customer/Name)),aggregate($count as N))',
    '#Sales(Customer(Country),N)',
  ],
  [
    'Sales?$apply=concat(aggregate(Amount with sum as T),aggregate(Amount with max as M))',
    '#Sales(@Core.AnyStructure)',
  ],
  ['Customers?$apply=addnested(Sales,filter(Amount gt 3) as FilteredSales)', '#Customers(FilteredSales())'],
  ['Sales?$apply=nest(groupby((Customer/ID)) as Customers)', '#Sales(Customers(Customer(ID)))'],
])('the context URL of %s tells what every instance has', async (path, fragment) => {
  const { '@context': context } = await ask(path);
  expect(String(context).replace(/^.*\$metadata/, '')).toBe(fragment);
});

test('types are told where JSON does not show them, and what is no entity has no id', async () => {
  const path =
    'Sales?$apply=groupby((Product/Name),aggregate(Amount with sum as Total,Day with max as Last,Product/Name with max as N))&$top=1';
  const minimal = await getJson(server.serviceRoot, path);
  expect(minimal['value']).toEqual([
    {
      Product: { Name: 'Coffee' },
      'Total@odata.type': '#Decimal',
      Total: 12,
      'Last@odata.type': '#Date',
      Last: '2022-08-07',
      N: 'Coffee',
    },
  ]);
  const full = await get(server.serviceRoot, `${path}&$format=application/json;odata.metadata=full`);
  expect(full.text).toContain('"@odata.type":"#SalesModel.Sale"');
  expect(full.text).not.toMatch(/odata\.(id|readLink)|navigationLink/);
});

test('what is nested tells its own context', async () => {
  const nested = await ask('Customers?$apply=addnested(Sales,filter(Amount gt 3) as Big)&$top=1');
  expect(nested['value']).toEqual([
    {
      ID: 'C1',
      Name: 'Joe',
      Country: 'USA',
      'Big@context': '#Sales',
      Big: [{ ID: 3, Amount: 4, Day: '2022-08-07', CustomerID: 'C1', ProductID: 'P2', Tags: [] }],
    },
  ]);
  const joined = await ask('Products?$apply=join(Sales as Sale)&$select=ID&$expand=Sale($select=ID,Amount)&$top=1');
  expect(joined['value']).toEqual([{ ID: 'P1', Sale: { '@context': '#Sales(ID,Amount)/$entity', ID: 2, Amount: 2 } }]);
});

// ---- Options over the result ----------------------------------------------------------------------------------------

const perDay = 'Sales?$apply=groupby((Day),aggregate(Amount with sum as Total))';

test('the other options are about the result', async () => {
  const answer = await ask(
    `${perDay}&$filter=Total ge 2&$orderby=Total desc,Day&$skip=1&$top=2&$count=true&$select=Total`,
  );
  expect(answer).toMatchObject({ '@count': 6 });
  expect(answer['value']).toEqual([
    { 'Total@type': '#Decimal', Total: 4 },
    { 'Total@type': '#Decimal', Total: 4 },
  ]);
  expect((await get(server.serviceRoot, 'Sales/$count?$apply=groupby((Day))')).text).toBe('7');
  expect((await get(server.serviceRoot, `${perDay.replace('?', '/$count?')}&$filter=Total gt 2`)).text).toBe('3');
  expect((await get(server.serviceRoot, 'Sales/$count?$apply=filter(Amount gt 3)')).text).toBe('3');
});

test.each([
  ['as they leave', '', [3, 3, 1]],
  ['sorted', '&$orderby=Total desc,Day', [3, 3, 1]],
  ['the first of those sorted', '&$orderby=Total desc,Day&$top=5', [3, 2]],
  ['sorted and counted', '&$orderby=Total desc,Day&$skip=1&$top=4&$count=true', [3, 1]],
])('pages put together are the whole answer: %s', async (_, behind, sizes) => {
  const query = `${perDay}${behind}`;
  const pages: (readonly unknown[])[] = [];
  let next: unknown = `${server.serviceRoot}${query}`;
  for (let count = 0; typeof next === 'string' && count < 10; count += 1) {
    const reply = await get(server.serviceRoot, next.slice(server.serviceRoot.length), {
      ...signedIn,
      Prefer: 'maxpagesize=3',
    });
    const page: { readonly value: readonly unknown[]; readonly '@odata.nextLink'?: string } = JSON.parse(reply.text);
    pages.push(page.value);
    next = page['@odata.nextLink'];
  }
  expect(pages.map(({ length }) => length)).toEqual(sizes);
  expect(pages.flat()).toMatchObject(Object(await rowsOf(query)));
});

// ---- Nested in $expand, and search ----------------------------------------------------------------------------------

test('related entities are aggregated for each entity', async () => {
  const totals = 'Products?$select=ID&$expand=Sales($apply=aggregate(Amount with sum as Total))';
  const answer = await ask(totals);
  expect(answer['@context']).toMatch(/#Products\(ID,Sales\(Total\)\)$/);
  expect(answer['value']).toEqual(
    [4, 12, 8, null].map((Total, index) => ({
      ID: `P${index + 1}`,
      Sales: [{ 'Total@type': '#Decimal', Total }],
    })),
  );
  const inner = 'filter(Amount gt 1)/groupby((Customer/Country),aggregate(Amount with sum as T))';
  const options = '$filter=T gt 2;$orderby=T desc;$top=1;$count=true';
  expect(await rowsOf(`Products?$select=ID&$expand=Sales($apply=${inner};${options})&$filter=ID ne 'P4'`)).toEqual([
    { ID: 'P1', Sales: [] },
    { ID: 'P2', Sales: [{ ...usa, T: 12 }] },
    { ID: 'P3', Sales: [{ ...usa, T: 4 }] },
  ]);
  expect(
    await rowsOf("Products?$select=ID&$expand=Sales($apply=topcount(1,Amount);$select=ID)&$filter=ID eq 'P3'"),
  ).toEqual([{ ID: 'P3', Sales: [{ ID: 5 }] }]);
});

test.each([
  ['Products?$apply=search(paper)&$select=ID', [{ ID: 'P3' }]],
  ['Products?$apply=search(white NOT sugar)/aggregate($count as N)', [{ N: 1 }]],
  ['Sales?$apply=groupby((ProductID),aggregate($count as N))/search(p1)', [{ ProductID: 'P1', N: 2 }]],
  ['Products?$apply=groupby((Color))&$search=black OR brown', [{ Color: 'Black' }, { Color: 'Brown' }]],
  [
    'Sales?$apply=groupby((ProductID),aggregate(Amount with sum as T))&$compute=T mul 2 as D&$filter=D gt 10&$select=D',
    [{ D: 24 }, { D: 16 }],
  ],
])('%s', async (path, rows) => {
  expect(await rowsOf(path)).toEqual(rows);
});

/** One use of each transformation. */
const uses: Readonly<Record<string, string>> = {
  aggregate: 'aggregate($count as N)',
  groupby: 'groupby((Day))',
  concat: 'concat(identity,identity)',
  identity: 'identity',
  filter: 'filter(Amount gt 1)',
  search: 'search(P1)',
  orderby: 'orderby(Amount)',
  skip: 'skip(1)',
  top: 'top(1)',
  topcount: 'topcount(1,Amount)',
  topsum: 'topsum(1,Amount)',
  toppercent: 'toppercent(1,Amount)',
  bottomcount: 'bottomcount(1,Amount)',
  bottomsum: 'bottomsum(1,Amount)',
  bottompercent: 'bottompercent(1,Amount)',
  compute: 'compute(Amount add 1 as More)',
  nest: 'nest(identity as All)',
  addnested: 'addnested(Customer,compute(length(Name) as L) as C)',
  join: 'join(Sales as Sale)',
  outerjoin: 'outerjoin(Sales as Sale)',
};

test('what is announced is done', async () => {
  expect(Object.keys(uses)).toEqual(transformations);
  for (const use of Object.values(uses)) {
    const set = use.includes('join') ? 'Products' : 'Sales';
    expect(await get(server.serviceRoot, `${set}?$apply=${use}`)).toMatchObject({ status: 200 });
  }
});

// ---- Refusals -------------------------------------------------------------------------------------------------------

test.each([
  ['Sales?$apply=groupby((Day),aggregate(Amount with sum as Total))/filter(Amount gt 1)', "There is 'Day', 'Total'."],
  [
    'Sales?$apply=groupby((Day),aggregate(Amount with sum as Amount))',
    "'Amount' behind 'as' is the name of a property",
  ],
  ['Sales?$apply=aggregate(Amount with sum as A,Amount with max as A)', "'A' behind 'as'"],
  ['Sales?$apply=aggregate(Day with sum as S)', "'sum' needs numbers"],
  ['Sales?$apply=aggregate(Customer with max as S)', 'Name one of their properties'],
  ['Sales?$apply=aggregate(Amount with Custom.concat as S)', 'There are sum, min, max, average, countdistinct'],
  ['Sales?$apply=groupby((rollup(Tree)))', 'asks for a hierarchy of that name'],
  ['Sales?$apply=topcount(0,Amount)', 'a positive whole number'],
  ['Sales?$apply=toppercent(101,Amount)', 'up to 100'],
  ['Sales?$apply=topsum(2,Day)', 'is no number'],
  ['Sales?$apply=concat(aggregate(Amount with sum as X),aggregate(Day with max as X))', 'Give the two different names'],
])('%s is refused', async (path, text) => {
  const reply = await get(server.serviceRoot, path);
  expect(reply.status).toBe(400);
  expect(reply.text.replaceAll('\\', '')).toContain(text);
});

test('a path to what is not there is not aggregated', async () => {
  expect((await get(server.serviceRoot, "Customers('C9')/Sales?$apply=aggregate(Amount with sum as T)")).status).toBe(
    404,
  );
  expect(await rowsOf("Customers('C4')/Sales?$apply=aggregate(Amount with sum as T,$count as N)")).toEqual([
    { T: null, N: 0 },
  ]);
});
