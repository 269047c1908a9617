import type { AnswerSettings, ApiRequest } from '../request.ts';
import type { Company } from '../../company/company.ts';
import type { FilterContext } from '../parameter-kinds.ts';
import type { FurtherList, FurtherRoute } from './further-list.ts';
import { companyPermissions, companyRecord, employmentTypes, labels, managerPermissions } from './company-lists.ts';
import { expectedWork } from './people-lists.ts';
import { expenseReport } from './expense-report.ts';
import { furtherRoute } from './further-list.ts';
import { holidays, holidayTypes, timeOff, timeOffTypes } from './time-off-lists.ts';
import { jobSummaries, userDays } from './summaries.ts';
import { pageAnswer } from '../paging.ts';
import { recordEnvelope } from '../envelope.ts';
import { toWireJson } from '../../wire-text.ts';

/** Paths besides those of the seven lists; `version` changes whenever the company does. */
export function furtherRoutes(
  company: Company,
  settings: AnswerSettings,
  version: () => number,
): readonly FurtherRoute[] {
  const context = ({ caller }: ApiRequest): FilterContext => ({
    company,
    me: caller.userId,
    managerPermissions: settings.managerPermissions,
  });
  const route = <R extends object>(list: FurtherList<R>): FurtherRoute => furtherRoute(list, settings, context);
  const jobs = jobSummaries(company, settings, version);
  const features = companyPermissions(settings);
  return [
    ['Company', (request) => recordEnvelope(companyRecord(company, request, settings))],
    [
      'Company/Permissions',
      (request) => {
        const page = (offset: number, limit: number) => features.slice(offset, offset + limit).map(toWireJson);
        return pageAnswer(request, { count: features.length, page }, false, settings);
      },
    ],
    route(managerPermissions),
    route(employmentTypes(company)),
    route(labels(company)),
    ...timeOff(company).map(route),
    ...timeOffTypes(company, settings).map(route),
    route(holidays(company, settings)),
    route(holidayTypes(company, settings)),
    route(expectedWork(company)),
    ...userDays(company).map(route),
    route(jobs.list),
    jobs.one,
    route(expenseReport(company)),
  ];
}
