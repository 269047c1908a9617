import { expect, test } from 'vitest';
import { clicktimeModel } from '../../../src/clicktime/model/clicktime-model.ts';
import { bind } from '../../../src/bind/bind.ts';
import { withOpenNames } from '../../../src/bind/hints/open-names.ts';
import { parseRequestUrl } from '../../../src/bind/url/parse-request-url.ts';
import { tripPin } from '../../models/trip-pin.ts';

/** The error of a URL, as text with blanks. */
function errorOf(url: string, model = clicktimeModel): string {
  const [path = '', query = ''] = url.split('?');
  const encoded = (text: string): string =>
    encodeURIComponent(text)
      .replaceAll(/%(?:2F|24|3D|27|28|29|26)/g, decodeURIComponent)
      .replaceAll('%25', '%');
  try {
    parseRequestUrl(encoded(path), encoded(query));
    return '';
  } catch (error) {
    return (withOpenNames(error, model) as Error).message;
  }
}

test.each([
  [
    "Clients?$filter=CustomFields/PO # eq '7'",
    "If 'PO #' is a name in CustomFields, write CustomFields/PO_x0020__x0023_.",
  ],
  ["Clients?$filter=Name eq 'a' and (CustomFields/VAT ID eq '7')", 'write CustomFields/VAT_x0020_ID.'],
  ['Jobs?$orderby=Client/CustomFields/No. of units desc', 'write CustomFields/No_x002E__x0020_of_x0020_units.'],
  ...[
    ["CustomFields/'a b'", 'a_x0020_b'],
    ['CustomFields/"a b"', 'a_x0020_b'],
    ['CustomFields/`a b`', 'a_x0020_b'],
    ['CustomFields/[a b]', 'a_x0020_b'],
    ['CustomFields/"Region"', 'Region'],
    ['CustomFields/nested/x y', 'x_x0020_y', 'CustomFields/nested'],
    ['CustomFields/x@y.z', 'x_x0040_y_x002E_z'],
    ['CustomFields/Site@odata.type', 'Site_x0040_odata_x002E_type'],
    ['CustomFields/a:b', 'a_x003A_b'],
    ['CustomFields/a+b', 'a_x002B_b'],
    ['CustomFields/R%26D', 'R_x0026_D'],
    ['CustomFields/R %26 D', 'R_x0020__x0026__x0020_D'],
    ['CustomFields/100%25', '_x0031_00_x0025_'],
    ['CustomFields/2026 goal', '_x0032_026_x0020_goal'],
    ['CustomFields/Cost (EUR)', 'Cost_x0020__x0028_EUR_x0029_'],
  ].map(([path, name, within = 'CustomFields']) => [
    `Clients?$filter=Name eq 'a' and ${path} eq 7`,
    `is a name in ${within}, write ${within}/${name}.`,
  ]),
  ['Clients?$orderby=Name,CustomFields/VAT ID', 'write CustomFields/VAT_x0020_ID.'],
  ["Clients?$filter=VAT ID eq '1'", "If 'VAT ID' is a name in CustomFields, write CustomFields/VAT_x0020_ID."],
  ['TimeEntries?$filter=TimeEntries.Hours gt 5', 'Names are those of TimeEntries already: write Hours.'],
  ['TimeEntries?$expand=User($select=Name,$top=1)', '$top has no meaning: write User($select=Name).'],
  ['TimeEntries?$expand=User($select=Name&$top=1)', '$top has no meaning: write User($select=Name).'],
])('%s', (url, hint) => {
  const message = errorOf(url);
  expect(message).toContain(hint);
  expect(message).not.toContain('A name holds no blanks');
  expect(message).toMatch(/\n *\^$/);
});

test.each([
  ["Clients?$filter=CustomFields/Region like 'a%'", clicktimeModel],
  ["Clients?$filter=Name like 'a%' and CustomFields/Region eq 'x'", clicktimeModel],
  ['Jobs?$filter=Job ID eq 5', clicktimeModel],
  ['Clients?$filter=CustomFields/Km > 10', clicktimeModel],
  ['Clients?$filter=CustomFields/Km>10', clicktimeModel],
  ['Clients?$filter=CustomFields/Km * 2 gt 5', clicktimeModel],
  ['Clients?$filter=CustomFields/Km - 2 gt 5', clicktimeModel],
  ['Clients?$filter=CustomFields/Km between 1 and 5', clicktimeModel],
  ['Clients?$filter=CustomFields/Km is not null', clicktimeModel],
  ["Clients?$filter=CustomFields/Km not in ('a')", clicktimeModel],
  ['Clients?$orderby=CustomFields/Km descending', clicktimeModel],
  ["People?$filter=CustomFields/VAT ID eq '7'", tripPin],
])('no other name is meant: %s', (url, model) => {
  expect(errorOf(url, model)).not.toContain('is a name in');
  expect(errorOf(url, model)).not.toBe('');
});

test.each([
  [
    "Clients('x')/CustomFields/VAT%20ID",
    "There is no 'VAT ID' in 'CustomFields'. If 'VAT ID' is a name in CustomFields, write CustomFields/VAT_x0020_ID.",
  ],
  ["Clients('x')/CustomFields/PO%20%23", 'write CustomFields/PO_x0020__x0023_.'],
  ["Clients('x')/CustomFields/x.y", 'write CustomFields/x_x002E_y.'],
  ["Clients('x')/CustomFields/a-b", 'write CustomFields/a_x002D_b.'],
  ["Clients('x')/CustomFields/'Region'", 'write CustomFields/Region.'],
])('a path: %s', (path, hint) => {
  expect(() => bind(parseRequestUrl(path, ''), clicktimeModel)).toThrow(hint);
});

test.each(['$filter=CustomFields/@Home eq 7', '$orderby=CustomFields/@Home', '$select=CustomFields/@Home'])(
  'what reads as an annotation may be meant as a name: %s',
  (query) => {
    expect(() => bind(parseRequestUrl('Clients', query.replaceAll(' ', '%20')), clicktimeModel)).toThrow(
      "If '@Home' is a name in CustomFields, write CustomFields/_x0040_Home.",
    );
  },
);
