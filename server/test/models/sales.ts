/** The example model of the Data Aggregation extension with its data (section 2), as far as its examples look at it. */
import type {
  ComplexType,
  EdmModel,
  EntitySet,
  NavigationProperty,
  PrimitiveTypeName,
  Property,
} from '../../src/model/edm.ts';
import type { Row } from '../../src/model/values.ts';

const property = (name: string, type: PrimitiveTypeName, facets: Partial<Property> = {}): Property => ({
  kind: 'Property',
  name,
  type: { kind: 'PrimitiveType', name: type },
  collection: false,
  nullable: true,
  ...facets,
});

const one = (name: string, target: string, from: string): NavigationProperty => ({
  kind: 'NavigationProperty',
  name,
  target,
  collection: false,
  nullable: true,
  join: [{ from, to: 'ID', operator: 'eq' }],
});

const many = (name: string, target: string, to: string): NavigationProperty => ({
  ...one(name, target, 'ID'),
  collection: true,
  join: [{ from: 'ID', to, operator: 'eq' }],
});

const set = (
  name: string,
  entityName: string,
  properties: readonly Property[],
  navigationProperties: readonly NavigationProperty[] = [],
): EntitySet => ({
  kind: 'EntitySet',
  name,
  entityType: { kind: 'EntityType', name: entityName, open: false, key: ['ID'], properties, navigationProperties },
});

const id = property('ID', 'Edm.String', { nullable: false });
const name = property('Name', 'Edm.String');

const tag: ComplexType = { kind: 'ComplexType', name: 'Tag', open: false, properties: [name] };

export const sales: EdmModel = {
  namespace: 'SalesModel',
  containerName: 'Container',
  enumTypes: [],
  complexTypes: [tag],
  entitySets: [
    set('Categories', 'Category', [id, name], [many('Products', 'Products', 'CategoryID')]),
    set(
      'Products',
      'Product',
      [
        id,
        name,
        property('Color', 'Edm.String'),
        property('TaxRate', 'Edm.Decimal', { precision: 8, scale: 2 }),
        property('CategoryID', 'Edm.String'),
        property('Weight', 'Edm.Double'),
        property('Shelf', 'Edm.Duration'),
      ],
      [one('Category', 'Categories', 'CategoryID'), many('Sales', 'Sales', 'ProductID')],
    ),
    set('Customers', 'Customer', [id, name, property('Country', 'Edm.String')], [many('Sales', 'Sales', 'CustomerID')]),
    set(
      'Sales',
      'Sale',
      [
        property('ID', 'Edm.Int32', { nullable: false }),
        property('Amount', 'Edm.Decimal', { scale: 'variable' }),
        property('Day', 'Edm.Date'),
        property('CustomerID', 'Edm.String'),
        property('ProductID', 'Edm.String'),
        { ...property('Tags', 'Edm.String'), type: tag, collection: true, nullable: false },
      ],
      [one('Customer', 'Customers', 'CustomerID'), one('Product', 'Products', 'ProductID')],
    ),
  ],
};

const sale = (ID: number, CustomerID: string, Day: string, ProductID: string, Amount: number): Row => ({
  ID,
  CustomerID,
  Day,
  ProductID,
  Amount,
});

const product = (ID: string, Name: string, Color: string, TaxRate: number, CategoryID: string, more: Row): Row => ({
  ID,
  Name,
  Color,
  TaxRate,
  CategoryID,
  ...more,
});

export const salesRows: Readonly<Record<string, readonly Row[]>> = {
  Categories: [
    { ID: 'PG1', Name: 'Food' },
    { ID: 'PG2', Name: 'Non-Food' },
  ],
  Products: [
    product('P1', 'Sugar', 'White', 0.06, 'PG1', { Weight: 0.1, Shelf: 'P1D' }),
    product('P2', 'Coffee', 'Brown', 0.06, 'PG1', { Weight: 0.2, Shelf: 'PT12H' }),
    product('P3', 'Paper', 'White', 0.14, 'PG2', { Weight: 0.3, Shelf: null }),
    product('P4', 'Pencil', 'Black', 0.14, 'PG2', { Weight: null, Shelf: 'PT30M' }),
  ],
  Customers: [
    { ID: 'C1', Name: 'Joe', Country: 'USA' },
    { ID: 'C2', Name: 'Sue', Country: 'USA' },
    { ID: 'C3', Name: 'Sue', Country: 'Netherlands' },
    { ID: 'C4', Name: 'Luc', Country: 'France' },
  ],
  Sales: [
    sale(1, 'C1', '2022-01-03', 'P3', 1),
    sale(2, 'C1', '2022-04-10', 'P1', 2),
    sale(3, 'C1', '2022-08-07', 'P2', 4),
    sale(4, 'C2', '2022-01-03', 'P2', 8),
    sale(5, 'C2', '2022-11-09', 'P3', 4),
    sale(6, 'C3', '2022-04-01', 'P1', 2),
    sale(7, 'C3', '2022-08-06', 'P3', 1),
    sale(8, 'C3', '2022-11-22', 'P3', 2),
  ],
};
