import type { AnswerSettings, ApiRequest, Handler } from './request.ts';
import type { Company } from '../company/company.ts';
import type { ListResource } from './resources.ts';
import type { Reader } from './reader.ts';
import { authorize, notFound, viewOf } from './request.ts';
import { entryResource } from './resources.ts';
import { pageEnvelope, recordEnvelope } from './envelope.ts';
import { parseDay } from '../company/dates.ts';

/** Single timesheets, by ID or by a date within them, and their time entries. */
interface TimesheetAnswers {
  /** `/{id}` and, for a manager, `/{id}/Users/{userID}`. */
  readonly one: (resource: ListResource) => Handler;
  /** `/Timesheets/{id}/TimeEntries`: no paging, only a `JobID` filter. */
  readonly entries: (resource: ListResource) => Handler;
}

/** Answers about single timesheets. */
export function timesheetAnswers(company: Company, reader: Reader, settings: AnswerSettings): TimesheetAnswers {
  const { Timesheets } = company.tables;

  const byDay = (day: number, userId: string): string | undefined => {
    const user = company.userIds.decode(userId);
    const number = user === undefined ? undefined : company.timesheets.find(user, day);
    return number === undefined ? undefined : company.timesheets.idOf(number);
  };

  return {
    one: (resource) => (request, ids) => {
      authorize(resource, request.caller, settings);
      const [idOrDate = '', userId = request.caller.userId] = ids;
      const day = parseDay(idOrDate);
      const id = day === undefined ? idOrDate : byDay(day, userId);
      const timesheet = id === undefined ? undefined : Timesheets.byId(id);
      const ofOneUser = resource.family === 'Me' || ids.length > 1;
      if (timesheet === undefined || (ofOneUser && timesheet.UserID !== userId)) throw notFound('Timesheets', idOrDate);
      return recordEnvelope(reader.view('Timesheets', timesheet, viewOf(resource, request)));
    },
    entries:
      (resource) =>
      (request: ApiRequest, [id = '']) => {
        authorize(resource, request.caller, settings);
        const timesheet = Timesheets.byId(id);
        if (timesheet === undefined) throw notFound('Timesheets', id);
        const jobs = request.query.get('jobid');
        const query = new Map<string, readonly string[]>([
          ['userid', [timesheet.UserID]],
          ['startdate', [timesheet.StartDate]],
          ['enddate', [timesheet.EndDate]],
          ...(jobs === undefined ? [] : [['jobid', jobs] as const]),
        ]);
        const rows = reader.list(entryResource, query, viewOf(resource, request));
        const whole = { count: rows.count, limit: Math.max(rows.count, 1), offset: 0 };
        return pageEnvelope(rows.page(0, rows.count), whole, () => request.url);
      },
  };
}
