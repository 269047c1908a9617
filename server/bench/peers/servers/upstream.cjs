/** Reading ClickTime's list of time entries, as each of the peers does: pages of 500, four at the same time. */
const { Pool } = require('undici');

const PAGE = 500;
const IN_FLIGHT = 4;

const COLUMNS = [
  'ID',
  'UserID',
  'JobID',
  'TaskID',
  'Date',
  'Hours',
  'BreakTime',
  'StartTime',
  'EndTime',
  'Comment',
  'BillingRate',
  'CostRate',
];

/** Reads for the token of a sign-in: `rows({ authorization, filters, offset, count, keeps })`. */
exports.createReader = (upstream) => {
  const { origin, pathname } = new URL(upstream);
  const pool = new Pool(origin, { connections: 128 });

  async function page(token, filters, offset, limit) {
    const path = `${pathname}/TimeEntries?${filters}limit=${limit}&offset=${offset}`;
    const headers = { authorization: `Token ${token}` };
    const { statusCode, body } = await pool.request({ path, method: 'GET', headers });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`${statusCode} ${text.slice(0, 200)}`);
    return JSON.parse(text);
  }

  return async function rows({ authorization, filters = '', offset = 0, count, keeps = () => true }) {
    const token = tokenOf(authorization);
    const found = [];
    let end = Number.POSITIVE_INFINITY;
    for (let next = offset; next < end && found.length < count;) {
      const limit = Math.min(PAGE, count);
      const missing = Math.ceil((count - found.length) / limit);
      const offsets = Array.from({ length: Math.min(IN_FLIGHT, missing) }, (_, index) => next + index * limit);
      const wanted = offsets.filter((from) => from < end);
      for (const { data, page: info } of await Promise.all(wanted.map((from) => page(token, filters, from, limit)))) {
        end = info.count;
        for (const record of data) {
          const row = rowOf(record);
          if (found.length < count && keeps(row)) found.push(row);
        }
      }
      next += wanted.length * limit;
    }
    return found;
  };
};

function tokenOf(authorization = '') {
  const [, token = ''] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString()
    .split(':');
  return token;
}

function rowOf(record) {
  const row = {};
  for (const name of COLUMNS) row[name] = record[name];
  row.Hours = Number(record.Hours);
  return row;
}

/** The conditions that the bench asks for, as ClickTime's parameters and what is left to check of each row. */
exports.pushDown = (conditions) => {
  const parameters = [];
  const checks = [];
  for (const { name, operator, value } of conditions) {
    if (name === 'Date' && operator === 'ge') parameters.push(`StartDate=${value}&`);
    else if (name === 'Date' && operator === 'le') parameters.push(`EndDate=${value}&`);
    else if (operator === 'gt') checks.push((row) => row[name] > value);
    else throw new Error(`${name} ${operator} is not done here`);
  }
  return { filters: parameters.join(''), keeps: (row) => checks.every((check) => check(row)) };
};
