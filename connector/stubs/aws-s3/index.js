'use strict';
// The connector reads no S3 files: whatever is asked of the client is a class that refuses to be made.
const refusing = class {
  constructor() {
    throw new Error('S3 is not part of this install.');
  }
};
module.exports = new Proxy({}, { get: () => refusing });
