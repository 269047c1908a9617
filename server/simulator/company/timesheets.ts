import type { TimesheetFields, TimesheetStatus, UserFields } from '../records.ts';
import type { CompanyShape } from './shape.ts';
import type { TableSource } from './table.ts';
import { at, choose, drawer } from './hash.ts';
import { employment } from './users.ts';
import { formatDay, weekday } from './dates.ts';
import { idScheme } from './ids.ts';

/** Weekly timesheets (Monday to Sunday), one per user and week of employment, made from their number on demand. */
export interface TimesheetSource extends TableSource<TimesheetFields> {
  /** Numbers of one user's timesheet for the week of a day. */
  readonly find: (user: number, day: number) => number | undefined;
}

const settled: readonly TimesheetStatus[] = [
  'Approved',
  'Approved',
  'Approved',
  'Locked',
  'Approved',
  'Waiting',
  'Rejected',
];
const recent: readonly TimesheetStatus[] = ['Open', 'Waiting', 'Open', 'JobHold', 'TORAHold', 'Rejected', 'Open'];

/** Week index and user index of every timesheet, latest week first. */
function layOut(shape: CompanyShape): {
  readonly weeks: Uint16Array;
  readonly users: Uint16Array;
  readonly starts: number[];
} {
  const monday = shape.firstDay - weekday(shape.firstDay);
  const periods = Array.from({ length: shape.users }, (_, user) => ({ user, ...employment(shape, user) }));
  const starts: number[] = [];
  for (let start = monday; start <= shape.today; start += 7) starts.push(start);
  starts.reverse();
  const rows = starts.flatMap((start, week) =>
    periods.filter(({ from, to }) => from <= start + 6 && to >= start).map(({ user }) => ({ week, user })),
  );
  return {
    weeks: Uint16Array.from(rows, ({ week }) => week),
    users: Uint16Array.from(rows, ({ user }) => user),
    starts,
  };
}

/** The source of the Timesheets table, in the order StartDate descending. */
export function timesheetSource(shape: CompanyShape, users: readonly UserFields[]): TimesheetSource {
  const ids = idScheme(shape.seed, 'Timesheets');
  const { weeks, users: owners, starts } = layOut(shape);
  const isos = starts.map((start) => ({ StartDate: formatDay(start), EndDate: formatDay(start + 6) }));

  const record = (number: number): TimesheetFields => {
    const draw = drawer(shape.seed, 'Timesheets', number);
    const week = at(weeks, number);
    const Status = choose(week < 3 ? recent : settled, draw(1));
    const submitted = Status !== 'Open' && Status !== 'Rejected';
    const approver = at(users, draw(2) % Math.min(4, users.length)).ID;
    const UserID = at(users, at(owners, number)).ID;
    return {
      ID: ids.encode(number),
      UserID,
      ...at(isos, week),
      Status,
      HasBeenSubmitted: draw(3) % 20 === 0 ? null : submitted,
      SubmittedByUserID: submitted ? UserID : null,
      ApprovedByUserID: Status === 'Approved' || Status === 'Locked' ? approver : null,
      RejectedByUserID: Status === 'Rejected' ? approver : null,
    };
  };

  return {
    count: weeks.length,
    record,
    idOf: ids.encode,
    numberOf: ids.decode,
    compare: (a, b) => (a.StartDate < b.StartDate ? 1 : a.StartDate > b.StartDate ? -1 : 0),
    tieBreak: (a, b) => a - b,
    presorted: true,
    find(user, day) {
      const week = starts.findIndex((start) => start <= day && day <= start + 6);
      if (week < 0) return undefined;
      const number = weeks.indexOf(week);
      for (let i = number; i >= 0 && weeks[i] === week; i++) if (owners[i] === user) return i;
      return undefined;
    },
  };
}
