'use strict';
// Preloaded where a test uses an https host name of its own: that name is this machine.
const dns = require('node:dns');

const { lookup } = dns;
dns.lookup = function (hostname, options, callback) {
  const name = hostname === process.env.TEST_HOST_NAME ? '127.0.0.1' : hostname;
  return lookup.call(this, name, options, callback);
};
