'use strict';
// Must be there to be loaded; Vite builds the wizard and the handlers.
module.exports = class Parcel {
  constructor() {
    throw new Error('The connector is built with Vite: npm run pack:connector');
  }
};
