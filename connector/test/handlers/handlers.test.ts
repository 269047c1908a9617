// The two handler classes over a stand-in for Tableau's toolkit. Reading itself is proved in read-tables.test.ts; this
// file proves that the classes pass on what they are given, and keep to the sandbox's rules.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import ClickTimeFetcher from '../../handlers/ClickTimeFetcher.ts';
import ClickTimeParser from '../../handlers/ClickTimeParser.ts';
import { csdl, ROOT, setRequest, tableRequest } from '../samples.ts';
import { answers, type Tables } from '../toolkit-stub.ts';

beforeEach(() => {
  answers.clear();
  answers.set(`${ROOT}$metadata?$format=json`, csdl);
});

async function extract(data: unknown, secrets: Readonly<Record<string, unknown>>): Promise<Tables> {
  const tables: Tables = new Map();
  const dataContainer = tables as unknown as Parameters<ClickTimeParser['parse']>[1]['dataContainer'];
  const parser = new ClickTimeParser();
  for await (const piece of new ClickTimeFetcher().fetch({ handlerInput: { data }, secrets })) {
    parser.parse(piece, { dataContainer });
  }
  return tables;
}

test('one input fills all chosen tables; an empty one has its columns', async () => {
  answers.set(`${ROOT}Users?$select=ID,Name`, {
    value: [{ ID: '1', Name: 'Doe, Jane' }],
    '@odata.nextLink': `${ROOT}Users?$skiptoken=a`,
  });
  answers.set(`${ROOT}Users?$skiptoken=a`, { value: [{ ID: '2', Name: null }] });
  answers.set(`${ROOT}Timesheets?$select=ID`, { value: [] });
  const request = tableRequest(setRequest('Users', { fields: ['Name'] }), setRequest('Timesheets', { fields: ['ID'] }));
  const tables = await extract(request, { token: 't' });
  expect([...tables.keys()]).toEqual(['Users', 'Timesheets']);
  expect(tables.get('Users')?.rows).toEqual([
    { ID: '1', Name: 'Doe, Jane' },
    { ID: '2', Name: null },
  ]);
  expect(tables.get('Users')?.columns).toHaveLength(2);
  expect(tables.get('Timesheets')).toMatchObject({ columns: [{ id: 'ID' }], rows: [] });
});

test.each([
  ['no token', tableRequest(setRequest('Users')), {}, 'MissingToken'],
  ['a token that is no text', tableRequest(setRequest('Users')), { token: ['t'] }, 'MissingToken'],
  ['choices of another version', { version: 9 }, { token: 't' }, 'InvalidRequest'],
])('%s stops with %s', async (_, data, secrets, code) => {
  await expect(extract(data, secrets)).rejects.toMatchObject({ code });
});

const sources = ['handlers', 'shared'].flatMap((folder) => {
  const url = new URL(`../../${folder}/`, import.meta.url);
  return readdirSync(url)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file): [string, string] => [`${folder}/${file}`, readFileSync(new URL(file, url), 'utf8')]);
});

test.each(sources)('%s uses nothing the sandbox lacks', (_, source) => {
  const code = source.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
  const missing =
    /\b(fetch|setTimeout|setInterval|URLSearchParams|TextEncoder|TextDecoder|atob|btoa|crypto|Buffer|process|require|structuredClone|AbortController)\s*[.(]|\bnew URL\b|\bconsole\b/;
  expect(missing.exec(code.replace(/\basync \*fetch\(/g, ''))?.[0]).toBeUndefined();
});

test('the toolkit is known to the handlers and to one file of the wizard, and Preact to the views', () => {
  const importing = (name: string): readonly string[] => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    return ['app', 'handlers', 'shared', 'tools']
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
          .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
          .map((file) => join(folder, file))
          .filter((file) => readFileSync(join(root, file), 'utf8').includes(` from '${name}`)),
      )
      .toSorted((a, b) => a.localeCompare(b));
  };
  expect(importing('@tableau/taco-toolkit')).toEqual([
    'app/tableau-host.ts',
    'handlers/ClickTimeFetcher.ts',
    'handlers/ClickTimeParser.ts',
  ]);
  const drawing = importing('preact').filter((file) => !file.startsWith('app/views/'));
  expect(drawing.map((file) => file.replace(/\.tsx?$/, ''))).toEqual([
    'app/browser',
    'app/tableau',
    'app/use-step-history',
    'app/use-wizard',
  ]);
});

test.each(sources.filter(([name]) => name.startsWith('handlers/')))('%s imports the toolkit first', (_, source) => {
  expect(/^import [^;]*from '([^']+)'/m.exec(source)?.[1]).toBe('@tableau/taco-toolkit/handlers');
});
