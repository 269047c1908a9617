/** A realistic request: its path and its query string, as they arrive. */
export interface Query {
  readonly name: string;
  readonly path: string;
  readonly query: string;
}

const list = (count: number, item: (index: number) => string, separator: string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(separator);

const table: readonly (readonly [name: string, path: string, query: string])[] = [
  ['short', 'Products', "$filter=Name eq 'Milk'"],
  [
    'typical',
    'TimeEntries',
    "$filter=Date ge 2024-01-01 and Date le 2024-12-31 and contains(Comment,'review') and (Hours gt 5 or Billable eq true)" +
      '&$select=ID,Date,Hours,Comment&$orderby=Date desc,Hours&$top=100&$count=true',
  ],
  [
    'long filter',
    'Products',
    "$filter=startswith(tolower(Name),'a') and endswith(Name,'z') and length(Name) gt 5 and indexof(Name,'m') ge 1" +
      " and concat(concat(City,', '),Country) ne 'Berlin, Germany' and year(ReleaseDate) eq 2024 and month(ReleaseDate) le 6" +
      " and round(Price) lt 100 and substring(Name,1,3) eq 'ilk' and (Rating add 2 gt 4 or Rating mul 2 le 8)",
  ],
  [
    'lambda',
    'Orders',
    "$filter=Items/any(i:i/Quantity gt 100 and i/Product/Name eq 'Milk') and Items/all(i:i/Price lt 50)",
  ],
  [
    'nested expand',
    'Clients',
    '$expand=Jobs($select=ID,Name;$filter=IsActive eq true;$orderby=Name;$top=5;$expand=Tasks($select=Name)),Division',
  ],
  [
    '$apply',
    'Sales',
    '$apply=filter(Amount gt 5)/groupby((Customer/Country,Product/Name),aggregate(Amount with sum as Total,Amount with average as Mean))',
  ],
  ['$search', 'Products', '$search=blue OR green'],
  [
    'dates',
    'TimeEntries',
    '$filter=Start ge 2024-01-01T00:00:00Z and Start lt 2024-07-01T00:00:00Z and Day ne 2024-02-29 and At gt 08:30:00',
  ],
  ['in of 100 numbers', 'Jobs', `$filter=ID in (${list(100, (i) => String(1000 + i), ',')})`],
  ['in of 100 texts', 'Jobs', `$filter=Code in (${list(100, (i) => `'code${i}'`, ',')})`],
  ['50 parentheses', 'Jobs', `$filter=${'('.repeat(50)}ID eq 1${')'.repeat(50)}`],
  [
    'encoded',
    'Jobs',
    '%24filter=contains(Name%2C%27%C3%84rger%20%26%20Co%27)%20and%20City%20eq%20%27M%C3%BCnchen%27&%24select=ID%2CName&%24top=50',
  ],
  ['arithmetic', 'Sales', '$filter=(Price add 2) mul Amount sub Discount div 4 gt 100 and Amount mod 7 eq 3'],
  ['or of 100', 'Jobs', `$filter=${list(100, (i) => `ID eq ${1000 + i}`, ' or ')}`],
  ['path', "Clients('a1')/Jobs('b2')/Tasks", '$select=Name'],
  ['$compute', 'Sales', '$compute=Amount mul Product/TaxRate as Tax,day(Time/Date) as WeekDay&$select=Tax,WeekDay'],
];

export const queries: readonly Query[] = table.map(([name, path, query]) => ({ name, path, query }));
