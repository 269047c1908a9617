/**
 * A model unlike ClickTime's, for tests of the engine: enumeration types (one of flags), nested and open complex types,
 * collections, a singleton, every primitive type, a composite key, keys of other types than text, a navigation property that leads
 * back to its own set and one that joins by a period.
 */
import type {
  ComplexType,
  EdmModel,
  EntityType,
  EnumType,
  NavigationProperty,
  PrimitiveTypeName,
  Property,
  PropertyType,
} from '../../src/model/edm.ts';

type Facets = Partial<Omit<Property, 'kind' | 'name' | 'type'>>;

const property = (name: string, type: PropertyType | PrimitiveTypeName, facets: Facets = {}): Property => ({
  kind: 'Property',
  name,
  type: typeof type === 'string' ? { kind: 'PrimitiveType', name: type } : type,
  collection: false,
  nullable: true,
  ...facets,
});

const required: Facets = { nullable: false };
const list: Facets = { collection: true, nullable: false };
const money: Facets = { precision: 18, scale: 6 };

const navigation = (
  name: string,
  target: string,
  join: NavigationProperty['join'],
  facets: Partial<NavigationProperty> = {},
): NavigationProperty => ({
  kind: 'NavigationProperty',
  name,
  target,
  collection: false,
  nullable: true,
  join,
  ...facets,
});

const on = (from: string, to: string): NavigationProperty['join'] => [{ from, to, operator: 'eq' }];

export const gender: EnumType = {
  kind: 'EnumType',
  name: 'PersonGender',
  isFlags: false,
  members: [
    { name: 'Male', value: 0 },
    { name: 'Female', value: 1 },
    { name: 'Unknown', value: 2 },
  ],
};

export const feature: EnumType = {
  kind: 'EnumType',
  name: 'Feature',
  isFlags: true,
  members: [
    { name: 'None', value: 0 },
    { name: 'Window', value: 1 },
    { name: 'Vegetarian', value: 2 },
    { name: 'Silence', value: 4 },
    { name: 'Comfort', value: 5 },
  ],
};

const city: ComplexType = {
  kind: 'ComplexType',
  name: 'City',
  open: false,
  properties: [
    property('Name', 'Edm.String'),
    property('CountryRegion', 'Edm.String'),
    property('Region', 'Edm.String'),
  ],
};

const location: ComplexType = {
  kind: 'ComplexType',
  name: 'Location',
  open: false,
  properties: [property('Address', 'Edm.String'), property('City', city)],
};

const extras: ComplexType = {
  kind: 'ComplexType',
  name: 'Extras',
  open: true,
  properties: [property('Rank', 'Edm.Int32')],
};

const person: EntityType = {
  kind: 'EntityType',
  name: 'Person',
  open: false,
  key: ['UserName'],
  properties: [
    property('UserName', 'Edm.String', required),
    property('FirstName', 'Edm.String', required),
    property('LastName', 'Edm.String', { maxLength: 26 }),
    property('Gender', gender, required),
    property('Age', 'Edm.Int64'),
    property('Preferences', feature),
    property('Emails', 'Edm.String', list),
    property('HomeAddress', location),
    property('AddressInfo', location, list),
    property('Extras', extras),
    property('BestFriendName', 'Edm.String'),
  ],
  navigationProperties: [
    navigation('BestFriend', 'People', on('BestFriendName', 'UserName')),
    navigation('Trips', 'Trips', on('UserName', 'PersonName'), { collection: true, partner: 'Person' }),
  ],
};

const airline: EntityType = {
  kind: 'EntityType',
  name: 'Airline',
  open: true,
  key: ['Code'],
  properties: [property('Code', 'Edm.String', required), property('Name', 'Edm.String', required)],
  navigationProperties: [
    navigation('Flights', 'Flights', on('Code', 'AirlineCode'), { collection: true, partner: 'Airline' }),
  ],
};

const trip: EntityType = {
  kind: 'EntityType',
  name: 'Trip',
  open: false,
  key: ['TripId'],
  properties: [
    property('TripId', 'Edm.Guid', required),
    property('PersonName', 'Edm.String', required),
    property('Name', 'Edm.String'),
    property('Budget', 'Edm.Decimal', money),
    property('StartsOn', 'Edm.Date', required),
    property('EndsOn', 'Edm.Date', required),
    property('Tags', 'Edm.String', list),
  ],
  navigationProperties: [
    navigation('Person', 'People', on('PersonName', 'UserName'), { nullable: false, partner: 'Trips' }),
    navigation('Flights', 'Flights', on('TripId', 'TripId'), { collection: true, partner: 'Trip' }),
    navigation(
      'Expenses',
      'Expenses',
      [
        { from: 'PersonName', to: 'PersonName', operator: 'eq' },
        { from: 'StartsOn', to: 'Day', operator: 'ge' },
        { from: 'EndsOn', to: 'Day', operator: 'le' },
      ],
      { collection: true },
    ),
  ],
};

const flight: EntityType = {
  kind: 'EntityType',
  name: 'Flight',
  open: false,
  key: ['TripId', 'Number'],
  properties: [
    property('TripId', 'Edm.Guid', required),
    property('Number', 'Edm.Int32', required),
    property('AirlineCode', 'Edm.String'),
    property('DepartsAt', 'Edm.DateTimeOffset', { ...required, precision: 3 }),
    property('BoardsAt', 'Edm.TimeOfDay'),
    property('Duration', 'Edm.Duration'),
    property('Price', 'Edm.Decimal', money),
    property('Distance', 'Edm.Double'),
    property('Rating', 'Edm.Byte'),
    property('Mood', 'Edm.SByte'),
    property('DelayMinutes', 'Edm.Int16'),
    property('Luggage', 'Edm.Single'),
    property('HasMeal', 'Edm.Boolean'),
    property('BoardingPass', 'Edm.Binary'),
  ],
  navigationProperties: [
    navigation('Trip', 'Trips', on('TripId', 'TripId'), { nullable: false, partner: 'Flights' }),
    navigation('Airline', 'Airlines', on('AirlineCode', 'Code'), { partner: 'Flights' }),
  ],
};

const expense: EntityType = {
  kind: 'EntityType',
  name: 'Expense',
  open: false,
  key: ['Id'],
  properties: [
    property('Id', 'Edm.Int64', required),
    property('PersonName', 'Edm.String', required),
    property('Day', 'Edm.Date', required),
    property('Amount', 'Edm.Decimal', money),
    property('Notes', 'Edm.String'),
  ],
  navigationProperties: [navigation('Person', 'People', on('PersonName', 'UserName'), { nullable: false })],
};

export const tripPin: EdmModel = {
  namespace: 'TripPin',
  containerName: 'Container',
  enumTypes: [gender, feature],
  complexTypes: [city, location, extras],
  entitySets: [
    { kind: 'EntitySet', name: 'People', entityType: person },
    { kind: 'EntitySet', name: 'Airlines', entityType: airline },
    { kind: 'EntitySet', name: 'Trips', entityType: trip },
    { kind: 'EntitySet', name: 'Flights', entityType: flight },
    { kind: 'EntitySet', name: 'Expenses', entityType: expense },
  ],
  singletons: [{ kind: 'Singleton', name: 'Me', entityType: person }],
};
