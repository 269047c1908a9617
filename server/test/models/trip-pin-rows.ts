/** A handful of entities for the TripPin test model, with nulls, extremes and awkward texts where the types allow. */
import type { Row } from '../../src/model/values.ts';

const boise = { Address: '187 Suffolk Ln.', City: { Name: 'Boise', CountryRegion: 'United States', Region: 'ID' } };
const graz = {
  Address: "Schlo\u00dfberg 1, 'Uhrturm'",
  City: { Name: 'Graz', CountryRegion: 'Austria', Region: null },
};

const tripOne = '0f8fad5b-d9cb-469f-a165-70867728950e';
const tripTwo = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const tripThree = 'a9b7ba70-783b-317e-9998-dc4dd82eb3c5';
const tripFour = '00000000-0000-0000-0000-000000000000';

const people: readonly Row[] = [
  {
    UserName: 'russellwhyte',
    FirstName: 'Russell',
    LastName: 'Whyte',
    Gender: 'Male',
    Age: 41,
    Preferences: 'Window,Silence',
    Emails: ['Russell@example.com', 'Russell@contoso.com'],
    HomeAddress: boise,
    AddressInfo: [boise, graz],
    Extras: { Rank: 1, Region: 'EU', Score: 7.5, Vip: true },
    BestFriendName: 'scottketchum',
  },
  {
    UserName: 'scottketchum',
    FirstName: 'Scott',
    LastName: 'Ketchum',
    Gender: 'Male',
    Age: null,
    Preferences: 'None',
    Emails: [],
    HomeAddress: null,
    AddressInfo: [],
    Extras: null,
    BestFriendName: 'russellwhyte',
  },
  {
    UserName: "o'neill",
    FirstName: 'Siobh\u00e1n',
    LastName: "O'Neill",
    Gender: 'Female',
    Age: '9007199254740993',
    Preferences: 'Comfort',
    Emails: ['a/b@example.com'],
    HomeAddress: graz,
    AddressInfo: [graz],
    Extras: { Rank: null, Region: 'US' },
    BestFriendName: null,
  },
  {
    UserName: '\u5c71\u7530 \u592a\u90ce',
    FirstName: '\u592a\u90ce',
    LastName: '\u5c71\u7530',
    Gender: 'Unknown',
    Age: 0,
    Preferences: null,
    Emails: ['line\nbreak@example.com'],
    HomeAddress: { Address: null, City: null },
    AddressInfo: [],
    Extras: {},
    BestFriendName: "o'neill",
  },
  {
    UserName: 'A&B #1+2%20/\u{1f600}',
    FirstName: '"quoted"',
    LastName: null,
    Gender: 'Unknown',
    Age: -1,
    Preferences: 'Vegetarian',
    Emails: [],
    HomeAddress: { Address: '', City: { Name: 'Boise', CountryRegion: null, Region: null } },
    AddressInfo: [],
    Extras: { Region: null, Score: '12345678901234567890' },
    BestFriendName: 'nobody',
  },
];

const airlines: readonly Row[] = [
  { Code: 'AA', Name: 'American Airlines', Alliance: 'oneworld' },
  { Code: 'FM', Name: 'Shanghai Airline' },
  { Code: 'OS', Name: 'Austrian', Alliance: 'Star' },
];

const trips: readonly Row[] = [
  {
    TripId: tripOne,
    PersonName: 'russellwhyte',
    Name: 'Trip in US',
    Budget: 3000,
    StartsOn: '2024-02-28',
    EndsOn: '2024-03-01',
    Tags: ['business', 'New York meeting'],
  },
  {
    TripId: tripTwo,
    PersonName: 'russellwhyte',
    Name: 'Trip in Beijing',
    Budget: 0.1,
    StartsOn: '2024-12-30',
    EndsOn: '2025-01-02',
    Tags: [],
  },
  {
    TripId: tripThree,
    PersonName: "o'neill",
    Name: null,
    Budget: '123456789012.345678',
    StartsOn: '2023-06-15',
    EndsOn: '2023-06-15',
    Tags: ['hiking'],
  },
  {
    TripId: tripFour,
    PersonName: 'scottketchum',
    Name: 'Trip in US',
    Budget: null,
    StartsOn: '2024-02-29',
    EndsOn: '2024-02-29',
    Tags: [],
  },
];

const flights: readonly Row[] = [
  {
    TripId: tripOne,
    Number: 1,
    AirlineCode: 'AA',
    DepartsAt: '2024-02-28T23:30:00-05:00',
    BoardsAt: '23:00:00',
    Duration: 'PT5H30M',
    Price: 199.99,
    Distance: 3983.5,
    Rating: 255,
    Mood: -128,
    DelayMinutes: -15,
    Luggage: 22.5,
    HasMeal: true,
    BoardingPass: 'T0RhdGE',
  },
  {
    TripId: tripOne,
    Number: 2,
    AirlineCode: 'FM',
    DepartsAt: '2024-03-01T04:30:00Z',
    BoardsAt: null,
    Duration: 'PT45M',
    Price: 0.2,
    Distance: 'INF',
    Rating: 0,
    Mood: 127,
    DelayMinutes: 0,
    Luggage: null,
    HasMeal: false,
    BoardingPass: null,
  },
  {
    TripId: tripTwo,
    Number: 1,
    AirlineCode: null,
    DepartsAt: '2024-12-30T12:00:00.5+08:00',
    BoardsAt: '11:15:00.25',
    Duration: null,
    Price: null,
    Distance: 'NaN',
    Rating: null,
    Mood: null,
    DelayMinutes: null,
    Luggage: 0,
    HasMeal: null,
    BoardingPass: '',
  },
  {
    TripId: tripThree,
    Number: 2147483647,
    AirlineCode: 'XX',
    DepartsAt: '2023-06-15T00:00:00Z',
    BoardsAt: '00:00:00',
    Duration: '-P1DT2H',
    Price: '99999999999999999.99',
    Distance: 0,
    Rating: 7,
    Mood: 0,
    DelayMinutes: 90,
    Luggage: -1.5,
    HasMeal: true,
    BoardingPass: '-_8',
  },
];

const expenses: readonly Row[] = [
  { Id: 1, PersonName: 'russellwhyte', Day: '2024-02-27', Amount: 10, Notes: 'the day before' },
  { Id: 2, PersonName: 'russellwhyte', Day: '2024-02-28', Amount: 20.25, Notes: null },
  { Id: 3, PersonName: 'russellwhyte', Day: '2024-03-01', Amount: null, Notes: 'last day' },
  { Id: 4, PersonName: 'scottketchum', Day: '2024-02-29', Amount: -5.5, Notes: '' },
  { Id: '9007199254740993', PersonName: "o'neill", Day: '2023-06-15', Amount: 1000000, Notes: '100%' },
];

/** Rows by entity set name, in no particular order. */
export const tripPinRows: Readonly<Record<string, readonly Row[]>> = {
  People: people,
  Me: people.slice(0, 1),
  Airlines: airlines,
  Trips: trips,
  Flights: flights,
  Expenses: expenses,
};
