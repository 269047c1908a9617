@path: '/odata'
@protocol: 'odata-v4'
service Labour {
  @readonly @cds.persistence.skip @cds.query.limit: { default: 5000, max: 5000 }
  entity TimeEntries {
    key ID : String;
    UserID : String;
    JobID : String;
    TaskID : String;
    Date : Date;
    Hours : Decimal;
    BreakTime : Decimal;
    StartTime : String;
    EndTime : String;
    Comment : String;
    BillingRate : Decimal;
    CostRate : Decimal;
  }
}
