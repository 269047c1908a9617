/** What Power BI and Excel are given to open, byte by byte, and as those read it who take it apart. */
import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { excelFile } from '../../../app/programs/excel-file.ts';
import { powerBiFile } from '../../../app/programs/power-bi-file.ts';
import { tableQuery } from '../../../app/programs/power-query.ts';

const root = 'https://odata.example.com/odata/v4/last-90-days/';

test('a .pbids file is the connection to the service, as Microsoft documents it', () => {
  expect(powerBiFile(root)).toBe(`{
  "version": "0.1",
  "connections": [
    {
      "details": {
        "protocol": "odata",
        "address": {
          "url": "https://odata.example.com/odata/v4/last-90-days/"
        }
      }
    }
  ]
}
`);
});

test('an .odc file is a page with a connection and its query', () => {
  const file = excelFile({ root, entitySet: 'TimeEntries', fields: ['ID', 'Hours'] });
  expect(file).toMatchSnapshot();
});

test.each(['TimeEntries', 'A&B', 'a<b>', 'x"y', 'end]]>of'])('the query for %s is found in it again', (entitySet) => {
  const source = { root: `${root}?a&b=<c>`, entitySet };
  const file = excelFile(source);
  const data = /<odc:PowerQueryMashupData>(.*)<\/odc:PowerQueryMashupData>/s.exec(file)?.[1] ?? '';
  expect(data).not.toMatch(/[<>"]/);
  const mashup = data
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
  const parser = new XMLParser({ ignoreAttributes: false, trimValues: false, processEntities: true });
  const { Mashup } = parser.parse(mashup) as {
    readonly Mashup: { readonly Items: { readonly Query: { readonly Formula: string; readonly '@_Name': string } } };
  };
  expect(Mashup.Items.Query.Formula).toBe(tableQuery(source));
  expect(Mashup.Items.Query['@_Name']).toBe(entitySet);
});
