import type { Company } from '../../company/company.ts';
import type { ExpectedWorkFields } from '../../further-records.ts';
import type { FurtherList } from './further-list.ts';
import { flag } from '../parameter-kinds.ts';
import { formatDay } from '../../company/dates.ts';
import { notFound } from '../request.ts';

/** The hours one person is expected to work. */
export const expectedWork = ({ further, tables, userIds, shape }: Company): FurtherList<ExpectedWorkFields> => ({
  path: 'Users/*/ExpectedWork',
  level: 'MANAGER',
  permission: ['View Resource Management', 'View People'],
  paged: true,
  parameters: { isactive: flag(({ EndDate }) => EndDate === null || EndDate >= formatDay(shape.today)) },
  records: (_request, [id = '']) => {
    const user = userIds.decode(id);
    if (user === undefined || tables.Users.byId(id) === undefined) throw notFound('Users', id);
    return user < shape.users ? further.expectedWork(user, id) : [];
  },
});
