/**
 * The worst requests that anybody has thought of, as data: add yours. Paths are behind the service root and not encoded,
 * unless they hold a percent sign.
 */
import { batches } from './batch-shapes.ts';
import { connections } from './connection-shapes.ts';
import { seededExpressions } from './expressions.ts';
import { entries, filter, get, times, type Shape } from './shape.ts';

const digits = (count: number): string => '7'.repeat(count);
/** `@a0` doubled over and over by aliases, beginning with `seed`. */
const doubled = (levels: number, operation: (alias: string) => string, seed: string): string =>
  [...times(levels, (level) => `@a${level}=${operation(`@a${level + 1}`)}`), `@a${levels}=${seed}`].join('&');
const concat = (alias: string): string => `concat(${alias},${alias})`;
const nested = (levels: number, open: string, inside: string, close: string): string =>
  open.repeat(levels) + inside + close.repeat(levels);

const expressions: readonly Shape[] = [
  entries('concat doubled by aliases, sorted by', `$orderby=@a0&${doubled(12, concat, "concat(Comment,'xxxxxxxx')")}`),
  entries('concat doubled by more aliases', `$orderby=@a0&${doubled(60, concat, "concat(Comment,'xxxxxxxx')")}`),
  entries(
    'concat of a constant doubled by aliases',
    `$filter=@a0 eq 'x'&${doubled(40, concat, `'${'x'.repeat(900)}'`)}`,
  ),
  filter('concat doubled without aliases', `contains(${nested(12, 'concat(Comment,', 'Comment', ')')},'y')`),
  entries('contains over doubled concat', `$filter=contains(@a0,concat(@a0,'y'))&${doubled(14, concat, 'Comment')}`),
  entries(
    'indexof of the end of a long text',
    `$filter=indexof(@a0,'yx') eq 7&${doubled(13, concat, "concat(Comment,'xxxxxxxxxxxx')")}`,
  ),
  entries('mul squares by aliases', `$filter=@a0 gt 1&${doubled(20, (a) => `${a} mul ${a}`, digits(300))}`),
  entries('mul squares of hours', `$filter=@a0 gt 1&${doubled(20, (a) => `${a} mul ${a}`, 'Hours')}`),
  filter('mul of hours 200 times', `${times(200, () => 'Hours').join(' mul ')} gt 1`),
  filter('25 thousand-digit literals multiplied', `${times(25, () => digits(1000)).join(' mul ')} gt Hours`),
  filter('a literal of 30,000 digits', `Hours gt ${digits(30_000)}`),
  filter('a literal with a huge exponent', 'Hours gt 1e999999999'),
  filter('a literal with a tiny exponent', 'Hours gt 1e-999999999'),
  entries('divby chains', `$filter=@a0 gt 1&${doubled(20, (a) => `${a} divby ${a}`, '7')}`),
  filter('divby 300 times', `Hours ${times(300, (index) => `divby ${index + 3}`).join(' ')} gt 1`),
  filter('mod and div of long numbers', `${digits(200)} mod 3 div ${digits(150)} gt Hours`),
  filter('add of durations', `${times(200, () => "duration'P1D'").join(' add ')} gt duration'P1D'`),
  filter('a duration beyond everything', "Date gt 2026-01-01 add duration'P99999999999999D'"),
  filter('toupper and tolower 300 deep', `${nested(150, 'toupper(tolower(', 'Comment', '))')} eq 'X'`),
  filter('trim 90 deep', `${nested(90, 'trim(', 'Comment', ')')} eq 'X'`),
  filter('substring chains', `${nested(80, 'substring(', 'Comment', ',1)')} eq 'X'`),
  filter('cast chains', `${nested(80, 'cast(', 'Hours', ',Edm.String)')} eq 'X'`),
  filter('not 1,000 times', `${'not '.repeat(1000)}true`),
  filter('parentheses 10,000 deep', nested(10_000, '(', 'true', ')')),
  filter('parentheses that are never closed', '('.repeat(10_000)),
  filter('2,000 terms with or', times(2000, (index) => `Hours eq ${index}`).join(' or ')),
  filter('500 terms with or over functions', times(300, (index) => `contains(Comment,'${index}x')`).join(' or ')),
  filter('minus 5,000 times', `${'-'.repeat(5000)}1 gt Hours`),
  filter('a text of 30,000 characters', `contains(Comment,'${'a'.repeat(30_000)}')`),
  filter('a text of 15,000 quotes', `Comment eq '${"''".repeat(14_000)}'`),
];

const patterns: readonly Shape[] = [
  filter('pattern: nested quantifiers', "matchesPattern(Comment,'(a+)+$')"),
  filter('pattern: repetition of repetition', "matchesPattern(Comment,'((a{1,100}){1,100}){1,100}')"),
  filter('pattern: largest counts', "matchesPattern(Comment,'(.{1,1000}){1,1000}')"),
  filter('pattern: 500 alternatives', `matchesPattern(Comment,'${times(500, (index) => `w${index}`).join('|')}')`),
  filter('pattern: of 20,000 characters', `matchesPattern(Comment,'${'[a-z]?'.repeat(3000)}')`),
  filter(
    'pattern: made for each row',
    times(8, (index) => `matchesPattern(Comment,concat(Comment,'.*${index}'))`).join(' or '),
  ),
  entries(
    'pattern: over a long text',
    `$filter=matchesPattern(@a0,'(x+x+)+y')&${doubled(12, concat, "concat(Comment,'xxxxxx')")}`,
  ),
  filter('pattern: classes of everything', String.raw`matchesPattern(Comment,'(\p{L}|\p{N}|\P{L}){50,100}z')`),
];

const lists: readonly Shape[] = [
  filter(
    'in: 1,100 IDs that are not there',
    `ID in (${times(1100, (index) => `'${'x'.repeat(16)}${index}'`).join(',')})`,
  ),
  filter('in: 10,000 numbers', `Hours in (${times(10_000, (index) => `${index % 100}`).join(',')})`),
  filter('in: 400 users', `UserID in (${times(400, (index) => `'u${index}'`).join(',')})`),
  filter('in: alias of a list', `Hours in @l&@l=[${times(9000, (index) => `${index % 10}`).join(',')}]`),
  entries('select: one name 3,000 times', `$select=${times(3000, () => 'ID').join(',')}`),
  entries('expand: one name 1,000 times', `$expand=${times(1000, () => 'Job').join(',')}`),
  entries('orderby: 1,000 items', `$orderby=${times(1000, (index) => (index % 2 ? 'Hours' : 'Comment')).join(',')}`),
  entries('1,000 custom options', times(1000, (index) => `x${index}=${index}`).join('&')),
  entries(
    '1,000 aliases',
    `$filter=@a0 gt 1&${times(1000, (index) => `@a${index}=@a${index + 1}`).join('&')}&@a1000=Hours`,
  ),
  entries('aliases in a ring', '$filter=@a gt 1&@a=@b&@b=@c&@c=@a'),
];

const work: readonly Shape[] = [
  entries('sort by comment', '$orderby=Comment'),
  entries('sort by what is made of comment', "$orderby=concat(Comment,'x'),length(Comment) desc,Hours"),
  entries('sort with everything passed over', '$orderby=Comment desc&$skip=199000&$top=10'),
  entries('sort of all, whole page deep inside', '$orderby=Hours,Comment&$skip=150000'),
  entries('sort through joins', '$orderby=Job/Client/Name,User/Name,Task/Name&$top=5000'),
  get('count by a filter that is done here', "TimeEntries/$count?$filter=contains(Comment,'zzz') or Hours gt 23"),
  get('count through joins', "TimeEntries/$count?$filter=contains(Job/Client/Name,'zz') and contains(User/Name,'zz')"),
  entries('filter with nothing found', "$filter=endswith(Comment,'qqqq')&$count=true"),
  entries(
    'compute: sixty texts, each made of long ones',
    `$compute=concat(Comment,Comment) as A0,${times(59, (index) => `substring(concat(A${Math.min(index, 3)},A${Math.min(index, 3)}),0,16000) as A${index + 1}`).join(',')}`,
  ),
  entries(
    'compute: paths to everything',
    '$compute=Job/Client/Name as A,User/Division/Name as B,Task/Name as C&$orderby=A',
  ),
  entries('search: five hundred words', `$search=${times(500, (index) => `w${index}`).join(' OR ')}`),
  entries('semi-join: all jobs that there are', '$filter=length(Job/Name) ge 0 and length(User/Name) ge 0'),
  entries('expand of everything single', '$expand=Job,User,Task'),
  get('expand of all entries of all users', 'Users?$expand=TimeEntries'),
  get('expand of all entries of one user', 'Users?$top=1&$expand=TimeEntries($orderby=Comment desc)'),
  get(
    'expand of all entries of jobs, sorted',
    "Jobs?$expand=TimeEntries($orderby=Comment;$filter=contains(Comment,'e'))",
  ),
  get('expand of timesheets', 'Timesheets?$expand=TimeEntries,User'),
  get('expand of everything, two levels', 'Users?$expand=*($levels=2)'),
  get('expand of everything, as deep as it goes', 'Clients?$expand=*($levels=max)'),
  get('expand up and down again', 'Jobs?$expand=Client($expand=Jobs($expand=Client($expand=Jobs($expand=Client))))'),
  get('expand up and down again, with entries', 'Jobs?$expand=TimeEntries($expand=Job($expand=TimeEntries/$ref))'),
  entries('expand of approvers, as deep as it goes', '$expand=User($expand=TimesheetApprover($levels=max))'),
  get('counts within all entries', 'Users?$expand=TimeEntries($expand=User($expand=TimeEntries/$count),Job)'),
  entries('full metadata', '$top=5000&$expand=Job,User', {
    headers: { accept: 'application/json;odata.metadata=full' },
  }),
  entries('without nulls, exact numbers', '$top=5000', {
    headers: { accept: 'application/json;IEEE754Compatible=true', prefer: 'omit-values=nulls' },
  }),
  entries('HEAD of a sort', '$orderby=Comment', { method: 'HEAD' }),
  entries('compressed pages of 20 callers', '$top=5000', { callers: 20, headers: { 'accept-encoding': 'br' } }),
  entries('20 callers sort', '$orderby=Comment', { callers: 20 }),
  entries('20 callers sort with 100,000 passed over', '$orderby=Comment&$skip=100000', { callers: 20 }),
  entries('100 callers read pages', '$top=5000', { callers: 100 }),
  entries('50 different pages of one caller', '$filter=Hours gt 1', { each: 50 }),
  get('metadata 300 times', '$metadata', { each: 100, callers: 3 }),
];

const long = 30_000;
const twice = (apply: string): string => `concat(${apply},${apply})`;

const aggregates: readonly Shape[] = [
  entries('as many groups as rows', '$apply=groupby((ID),aggregate(Hours with sum as T,Comment with max as C))'),
  entries('the first row of as many groups', '$apply=groupby((ID),topcount(1,Hours))'),
  entries(
    'sequences doubled ten times',
    `$apply=${times(10, () => twice).reduce((apply, each) => each(apply), 'identity')}`,
  ),
  entries(
    'eight levels rolled up',
    '$apply=groupby((rollup($all,User/Name,UserID,Job/Name,JobID,Date,Hours,Comment,ID)),aggregate(Hours with sum as T))',
  ),
  entries('all rows ranked by what is made of a text', "$apply=topsum(1000000,length(concat(Comment,'x')))"),
  get('all rows joined to their jobs, and to theirs', 'Clients?$apply=join(Jobs as J)/join(Jobs as K)'),
  get(
    'totals of all rows for each job',
    'Jobs?$expand=TimeEntries($apply=groupby((UserID,Date),aggregate(Hours with sum as T)))',
  ),
];

const texts: readonly Shape[] = [
  get('a path of 30,000 brackets', `Jobs${'('.repeat(long)}`),
  get('a path of 30,000 slashes', `Jobs${'/'.repeat(long)}`),
  get('a path of 30,000 quotes', `Jobs('${"'".repeat(long)}`),
  get('a name of 30,000 letters', 'T'.repeat(long)),
  get('a name one letter off, long', `${'TimeEntries'.repeat(2000)}`),
  entries('an unknown option of 30,000 letters', `$${'f'.repeat(long)}=1`),
  entries('a filter of 30,000 blanks', `$filter=${' '.repeat(long)}Hours gt 1`),
  entries('30,000 percent signs', `$filter=${'%'.repeat(long)}`),
  entries('names of 10,000 segments', `$filter=${'Job/'.repeat(7000)}Name eq 'x'`),
  entries('a skiptoken of 30,000 letters', `$skiptoken=${'A'.repeat(long)}`),
  entries('a number of 30,000 digits for $top', `$top=${digits(long)}`),
  get('beyond the longest URL', `Jobs?$filter=${'x'.repeat(60_000)}`),
  get('accept with 3,000 ranges', 'Jobs', {
    headers: { accept: times(3000, (index) => `a/b${index};q=0.5`).join(',') },
  }),
  get('accept of one long parameter', 'Jobs', { headers: { accept: `application/json;${'a'.repeat(long)}` } }),
  get('prefer with 3,000 preferences', 'Jobs', {
    headers: { prefer: times(3000, (index) => `p${index}=1`).join(',') },
  }),
  get('accept-encoding with 5,000 codings', 'Jobs', { headers: { 'accept-encoding': 'gzip,'.repeat(5000) } }),
  get('if-none-match with 3,000 tags', '$metadata', {
    headers: { 'if-none-match': times(3000, (index) => `"t${index}"`).join(',') },
  }),
  get('credentials with 70,000 blanks', 'Jobs', { headers: { authorization: `Basic a${' '.repeat(70_000)}b` } }),
  get('credentials of 60,000 letters', 'Jobs', { headers: { authorization: `Basic ${'QUFB'.repeat(15_000)}` } }),
  get('forwarded host of 30,000 letters', 'Jobs', { headers: { 'x-forwarded-host': 'a.'.repeat(15_000) } }),
];

const generated: readonly Shape[] = seededExpressions(20_260_131, 40).map(({ query, name }) =>
  entries(`generated ${name}`, query),
);

export const shapes: readonly Shape[] = [
  ...expressions,
  ...patterns,
  ...lists,
  ...work,
  ...aggregates,
  ...texts,
  ...batches,
  ...connections,
  ...generated,
];
