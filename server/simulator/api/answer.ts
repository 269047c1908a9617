import type { AnswerSettings, ApiRequest, Handler } from './request.ts';
import type { Company } from '../company/company.ts';
import type { ListResource } from './resources.ts';
import type { QueryValues } from './parameter-kinds.ts';
import type { Reader } from './reader.ts';
import type { WireText } from '../wire-text.ts';
import { allDefinitions, entityDefinitions, idList, meAnswer } from './company-answers.ts';
import { ApiProblem } from './problem.ts';
import { authorize, notFound, viewOf } from './request.ts';
import { furtherRoutes } from './further/further-routes.ts';
import { listResources } from './resources.ts';
import { pageAnswer } from './paging.ts';
import { reportAnswer } from './report.ts';
import { timesheetAnswers } from './timesheet-answers.ts';
import { wireRecordEnvelope } from './envelope.ts';

/** The parameters of a list, with those that a request leaves to the company's settings. */
function queryOf(
  { parameters }: ListResource,
  { query }: ApiRequest,
  { withoutIsActive }: AnswerSettings,
): QueryValues {
  const isLeft = withoutIsActive === 'active' && parameters.includes('IsActive') && !query.get('isactive')?.length;
  return isLeft ? new Map([...query, ['isactive', ['true']]]) : query;
}

/** Paths with their handlers; `*` stands for one segment that the handler is given. */
type Routes = readonly (readonly [pattern: string, handler: Handler])[];

function routes(company: Company, reader: Reader, settings: AnswerSettings, version: () => number): Routes {
  const timesheets = timesheetAnswers(company, reader, settings);

  const list =
    (resource: ListResource): Handler =>
    (request) => {
      authorize(resource, request.caller, settings);
      const rows = reader.list(resource, queryOf(resource, request, settings), viewOf(resource, request));
      return pageAnswer(request, rows, resource.entity === 'TimeEntries', settings);
    };

  /** A record that the list would show too. */
  const one =
    (resource: ListResource): Handler =>
    (request, [id = '']) => {
      authorize(resource, request.caller, settings);
      const rows = reader.list(resource, new Map([['id', [id]]]), viewOf(resource, request));
      const [json] = rows.page(0, 1);
      if (json === undefined) throw notFound(resource.entity, id);
      return wireRecordEnvelope(json);
    };

  const ofTimesheets = (resource: ListResource): Routes => [
    [`${resource.path}/*`, timesheets.one(resource)],
    ...(resource.family === 'Me' ? [] : [[`${resource.path}/*/Users/*`, timesheets.one(resource)] as const]),
    ...(resource.family === 'Root' ? [[`${resource.path}/*/TimeEntries`, timesheets.entries(resource)] as const] : []),
  ];
  const single = (resource: ListResource): Routes =>
    resource.entity === 'Timesheets' ? ofTimesheets(resource) : [[`${resource.path}/*`, one(resource)]];
  const withDefinitions = listResources.filter(({ family, entity }) => family === 'Root' && entity !== 'Timesheets');

  return [
    ['Me', meAnswer(company)],
    ['CustomFieldDefinitions', allDefinitions(company, settings)],
    ['Reports/Time', reportAnswer(company, settings)],
    ...withDefinitions.map(
      ({ path, entity }) => [`${path}/CustomFieldDefinitions`, entityDefinitions(company, entity, settings)] as const,
    ),
    ...listResources.map((resource) => [resource.path, list(resource)] as const),
    ...listResources.flatMap(single),
    ...(['Tasks', 'Users', 'Divisions'] as const).map(
      (what) => [`Jobs/*/${what}`, idList(company, 'Jobs', what, settings, false)] as const,
    ),
    ['Tasks/*/Jobs', idList(company, 'Tasks', 'Jobs', settings, false)],
    ['Me/Jobs/*/Tasks', idList(company, 'Jobs', 'Tasks', settings, true)],
    ...furtherRoutes(company, settings, version),
  ];
}

/** Answers requests with envelope text; throws ApiProblem for every other status than 200. */
export function makeAnswer(
  company: Company,
  reader: Reader,
  settings: AnswerSettings,
  version: () => number,
): (request: ApiRequest) => WireText {
  const all = routes(company, reader, settings, version).map(([pattern, handler]) => ({
    path: pattern.toLowerCase(),
    segments: pattern.toLowerCase().split('/'),
    handler,
  }));
  const fixed = new Map(all.filter(({ path }) => !path.includes('*')).map(({ path, handler }) => [path, handler]));
  const open = all.filter(({ path }) => path.includes('*'));

  return (request) => {
    const path = request.segments.map((segment) => segment.toLowerCase());
    const handler = fixed.get(path.join('/'));
    if (handler !== undefined) return handler(request, []);
    const route = open.find(
      ({ segments }) =>
        segments.length === path.length && segments.every((part, index) => part === '*' || part === path[index]),
    );
    if (route === undefined) throw new ApiProblem(404, `There is no resource '${request.segments.join('/')}'.`);
    const ids = request.segments.filter((_, index) => route.segments[index] === '*');
    return route.handler(request, ids);
  };
}
