/** SAP CAP with a handler that reads from ClickTime: the framework parses, checks, pages and serialises. */
const cds = require('@sap/cds');
const express = require('express');
const { createReader, pushDown } = require('./upstream.cjs');

const [upstream] = process.argv.slice(2);
const read = createReader(upstream);
const operators = { '>=': 'ge', '<=': 'le', '>': 'gt' };

function conditionsOf(where = []) {
  const flat = where.flatMap((part) => (part.xpr === undefined ? [part] : part.xpr));
  const conditions = [];
  for (let index = 0; index < flat.length; index += 4) {
    const [left, operator, right] = flat.slice(index, index + 3);
    conditions.push({ name: left.ref[0], operator: operators[operator], value: right.val });
  }
  return conditions;
}

class Labour extends cds.ApplicationService {
  init() {
    this.on('READ', 'TimeEntries', (request) => {
      const { limit, where } = request.query.SELECT;
      const { authorization } = request.http.req.headers;
      const offset = limit?.offset?.val ?? 0;
      return read({ authorization, offset, count: limit.rows.val, ...pushDown(conditionsOf(where)) });
    });
    return super.init();
  }
}

async function start() {
  cds.env.requires.auth = { kind: 'dummy' };
  cds.env.log.levels = { default: 'warn' };
  for (const name of Object.keys(cds.env.log.levels)) cds.env.log.levels[name] = 'warn';
  cds.model = cds.compile.for.nodejs(await cds.load(`${__dirname}/service.cds`));
  const app = express();
  await cds.serve(Labour).from(cds.model).in(app);
  const server = app.listen(0, '127.0.0.1', () => {
    console.log(`ready http://127.0.0.1:${server.address().port}/odata/`);
  });
}

void start();
