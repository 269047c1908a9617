/** The TripPin model with a flat view of its flights, and the same view as rows that a test works out itself. */
import type { EdmModel, EntitySet, NavigationProperty, Property } from '../../src/model/edm.ts';
import type { Row, Value } from '../../src/model/values.ts';
import { tripPin } from './trip-pin.ts';

function setNamed(name: string): EntitySet {
  const found = tripPin.entitySets.find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

function propertyOf(set: string, name: string, as = name): Property {
  const found = setNamed(set).entityType.properties.find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  return { ...found, name: as };
}

const flightNavigation = setNamed('Flights').entityType.navigationProperties;

const withoutPartner = ({
  kind,
  name,
  target,
  collection,
  nullable,
  join,
}: NavigationProperty): NavigationProperty => ({
  kind,
  name,
  target,
  collection,
  nullable,
  join,
});

const plain: EntitySet = {
  kind: 'EntitySet',
  name: 'FlightDetails',
  entityType: {
    kind: 'EntityType',
    name: 'FlightDetail',
    open: false,
    key: ['TripId', 'Number'],
    properties: [
      ...['TripId', 'Number', 'AirlineCode', 'DepartsAt', 'Price'].map((name) => propertyOf('Flights', name)),
      // A flight may be of a trip that is not there.
      ...[
        propertyOf('Trips', 'Name', 'TripName'),
        propertyOf('Trips', 'Budget', 'TripBudget'),
        propertyOf('Trips', 'PersonName'),
        propertyOf('People', 'FirstName'),
        propertyOf('People', 'HomeAddress', 'Home'),
        propertyOf('People', 'Age', 'Twice'),
        propertyOf('Flights', 'HasMeal', 'IsLate'),
      ].map((property) => ({ ...property, nullable: true })),
    ],
    navigationProperties: [
      ...flightNavigation.map(withoutPartner),
      {
        kind: 'NavigationProperty',
        name: 'Person',
        target: 'People',
        collection: false,
        nullable: true,
        join: [{ from: 'PersonName', to: 'UserName', operator: 'eq' }],
      },
    ],
  },
};

export const flightDetails: EntitySet = {
  ...plain,
  derived: {
    base: 'Flights',
    columns: {
      TripName: 'Trip/Name',
      TripBudget: 'Trip/Budget',
      PersonName: 'Trip/PersonName',
      FirstName: 'Trip/Person/FirstName',
      Home: 'Trip/Person/HomeAddress',
      // An Edm.Int32 where an Edm.Int64 is declared.
      Twice: 'Number mul 2',
      IsLate: 'DelayMinutes gt 0',
    },
  },
};

/** The view is derived. */
export const flatFlights: EdmModel = { ...tripPin, entitySets: [...tripPin.entitySets, flightDetails] };

/** The view is a set of its own. */
export const storedFlights: EdmModel = { ...tripPin, entitySets: [...tripPin.entitySets, plain] };

type Rows = Readonly<Record<string, readonly Row[]>>;

/** The view of flights, worked out by hand. */
export const viewOf = (flights: readonly Row[], { Trips = [], People = [] }: Rows): readonly Row[] =>
  flights.map((flight) => {
    const trip = Trips.find(({ TripId = null }) => TripId !== null && TripId === flight['TripId']) ?? {};
    const person = People.find(({ UserName = null }) => UserName !== null && UserName === trip['PersonName']) ?? {};
    const { TripId, Number: number, AirlineCode, DepartsAt, Price, DelayMinutes } = flight;
    const row: Record<string, Value | undefined> = {
      TripId,
      Number: number,
      AirlineCode,
      DepartsAt,
      Price,
      TripName: trip['Name'],
      TripBudget: trip['Budget'],
      PersonName: trip['PersonName'],
      FirstName: person['FirstName'],
      Home: person['HomeAddress'],
      Twice: typeof number === 'number' ? number * 2 : null,
      IsLate: typeof DelayMinutes === 'number' ? DelayMinutes > 0 : false,
    };
    return Object.fromEntries(Object.entries(row).map(([name, value = null]) => [name, value]));
  });
