import { defineEntitySet } from './definition.ts';
import { day, decimal, flag, json, key, text } from './fields.ts';
import { toMany, toOne } from './navigation.ts';
import { activity, ascending, descending, exactly, roughly } from './upstream.ts';

const access = 'ClickTime shows holidays to everybody, unless the company logs time by the rules of the DCAA.';

/** The company's calendar. */
export const holidays = defineEntitySet({
  name: 'Holidays',
  entityType: 'Holiday',
  synonyms: ['Calendar', 'Calendars', 'PublicHolidays'],
  description: "Holidays in the company's calendar; latest day first.",
  entityDescription: 'A holiday.',
  fields: [
    key('Identifier of the holiday; never changes.'),
    text('HolidayTypeID', 'The kind of holiday: ID in HolidayTypes.'),
    day('Date', 'The day of the holiday.'),
    decimal('Hours', 'Hours that count as holiday on the day.'),
    text('Notes', 'Notes about the holiday.'),
  ],
  searchable: ['Notes'],
  datedBy: ['Date'],
  navigation: [
    toOne('HolidayTypeID', {
      name: 'HolidayType',
      target: 'HolidayTypes',
      partner: 'Holidays',
      description: 'The kind of holiday.',
    }),
  ],
  upstream: {
    path: 'Holidays',
    byPath: false,
    pageLimit: 500,
    order: descending('Date'),
    predicates: {
      ID: exactly('ID'),
      HolidayTypeID: exactly('HolidayTypeID'),
      Date: {
        in: { parameter: 'Date', precision: 'exact' },
        range: { from: 'StartDate', to: 'EndDate', precision: 'exact', widenDays: 0 },
      },
    },
    reference: true,
    access,
    isOpen: true,
  },
});

/** The kinds of holidays. */
export const holidayTypes = defineEntitySet({
  name: 'HolidayTypes',
  entityType: 'HolidayType',
  synonyms: ['HolidayKinds'],
  description: 'Types of holidays.',
  entityDescription: 'A type of holidays, and who has them.',
  fields: [
    key('Identifier of the type; never changes.'),
    text('Name', 'Name of the type.'),
    flag('IsActive', 'True while the type is in use.'),
    json('EmploymentTypeIDs', 'Whose holidays they are: IDs in EmploymentTypes, as JSON text of a list.'),
    text('Notes', 'Notes about the type. Needs an administrator.'),
    text('AccountingPackageID', 'Identifier of the type in the accounting software. Needs an administrator.'),
  ],
  searchable: ['Name', 'Notes'],
  navigation: [
    toMany('HolidayTypeID', {
      name: 'Holidays',
      target: 'Holidays',
      partner: 'HolidayType',
      description: 'The holidays of this type.',
    }),
  ],
  upstream: {
    path: 'HolidayTypes',
    byPath: false,
    pageLimit: 500,
    order: ascending('Name'),
    predicates: { ID: exactly('ID'), Name: roughly('Name'), IsActive: activity('IsActive') },
    reference: true,
    access,
    isOpen: true,
  },
});
