/** odata-v4-server with a controller that reads from ClickTime; it pages where `$skip` and `$top` say so. */
require('reflect-metadata');
const { Edm, odata, ODataController, ODataServer } = require('odata-v4-server');
const { createReader, pushDown } = require('./upstream.cjs');

const [upstream] = process.argv.slice(2);
const PAGE = 5000;
const read = createReader(upstream);

class TimeEntry {}
Edm.Key(TimeEntry.prototype, 'ID');
for (const name of ['ID', 'UserID', 'JobID', 'TaskID', 'Date', 'StartTime', 'EndTime', 'Comment']) {
  Edm.String(TimeEntry.prototype, name);
}
for (const name of ['Hours', 'BreakTime', 'BillingRate', 'CostRate']) Edm.Double(TimeEntry.prototype, name);

class TimeEntries extends ODataController {
  find(query, { request }) {
    const option = (type) => query.value.options.find((token) => token.type === type)?.value;
    const { authorization } = request.headers;
    const offset = Number(option('Skip')?.raw ?? 0);
    const count = Number(option('Top')?.raw ?? PAGE);
    return read({ authorization, offset, count, ...pushDown(conditionsOf(option('Filter'))) });
  }
}

function conditionsOf(node) {
  if (node === undefined) return [];
  if (node.type === 'AndExpression') return [...conditionsOf(node.value.left), ...conditionsOf(node.value.right)];
  const operator = { GreaterOrEqualsExpression: 'ge', LesserOrEqualsExpression: 'le', GreaterThanExpression: 'gt' }[
    node.type
  ];
  const { left, right } = node.value;
  return [{ name: left.raw, operator, value: left.raw === 'Date' ? right.raw : Number(right.raw) }];
}

const descriptor = Object.getOwnPropertyDescriptor(TimeEntries.prototype, 'find');
odata.query(TimeEntries.prototype, 'find', 0);
odata.context(TimeEntries.prototype, 'find', 1);
odata.GET(TimeEntries.prototype, 'find', descriptor);
odata.type(TimeEntry)(TimeEntries);

class Labour extends ODataServer {}
odata.namespace('Labour')(Labour);
odata.controller(TimeEntries, 'TimeEntries')(Labour);

const app = require('express')();
app.use('/odata', Labour.create());
const server = app.listen(0, '127.0.0.1', () => {
  console.log(`ready http://127.0.0.1:${server.address().port}/odata/`);
});
