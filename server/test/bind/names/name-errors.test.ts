/** Names in what is not done here: the wrong ones are told, the right ones leave 501. Conformance cases prove the kinds. */
import { expect, test } from 'vitest';
import { clicktimeModel } from '../../../src/clicktime/model/clicktime-model.ts';
import { refusalOf } from '../harness.ts';

const unknown = 'UnknownProperty';
const invalid = 'InvalidQueryOption';
const grouped = 'TimeEntries?$apply=groupby((Job/Name),aggregate(Hours with sum as Total))';

test.each([
  ["Jobs('x')/ClickTime.Name", 'UnknownResource', 'ClickTime.Name', "in type 'Job'. Did you mean 'Name'?"],
  ["Jobs('x')/Nonsense.Type", 'UnknownResource', 'Nonsense.Type', 'none of this name exists here'],
  ["Jobs('x')/ClickTime.Job/Namee", 'UnknownResource', 'Namee', "Did you mean 'Name'?"],
  ["Jobs('x')/$each", 'UnknownResource', '$each', 'in a single Job'],
  ['$crossjoin(Jobs,Client)', 'UnknownResource', 'Client', "Did you mean 'Clients'?"],
  ['Jobs/$filter(Nam eq 1)', unknown, '$filter', "Did you mean 'Name'?"],
  ["Jobs/$filter(Name eq 'a')?$apply=groupby((Foo))", unknown, '$apply', "There is no property 'Foo' on type 'Job'."],
  ['Jobs?$apply=groupby((Client/Nam))', unknown, '$apply', "on type 'Client'. Did you mean 'Name'?"],
  ['Jobs?$apply=groupby((TimeEntries))', invalid, '$apply', "'TimeEntries' is a collection"],
  ['Jobs?$apply=groupby((Name/Foo))', invalid, '$apply', "'Name' is a single value"],
  ['TimeEntries?$apply=aggregate(Hours)', invalid, '$apply', "as in 'Hours with max as MaxHours'"],
  ['TimeEntries?$apply=aggregate(Hours mul 2)', invalid, '$apply', "'Hours mul 2' needs a method"],
  ['TimeEntries?$apply=aggregate(Hour with sum as T)', unknown, '$apply', "Did you mean 'Hours'?"],
  ['Jobs?$apply=join(Client as C)', invalid, '$apply', "'Client' is not a collection"],
  ['Jobs?$apply=join(TimeEntries as E)/groupby((E/Hour))', unknown, '$apply', "Did you mean 'Hours'?"],
  [`${grouped}/filter(Totl gt 5)`, invalid, '$apply', "Did you mean 'Total'?"],
  [`${grouped}/filter(Hours gt 5)`, invalid, '$apply', "There is 'Job', 'Total'."],
  [`${grouped}&$orderby=Hours`, invalid, '$orderby', "There is 'Job', 'Total'."],
  ['TimeEntries?$compute=Hour mul 2 as Twice', unknown, '$compute', "Did you mean 'Hours'?"],
  ['Jobs?$filter=TimeEntries/any(e:e/Hour gt 5)', unknown, '$filter', "on type 'TimeEntry'. Did you mean 'Hours'?"],
  ['Jobs?$filter=TimeEntries/any(e:e/Hours gt 5) and Nam eq 1', unknown, '$filter', "Did you mean 'Name'?"],
  ['Jobs?$filter=TimeEntries/any(e:e/Hours gt 5)&$orderby=Nam', unknown, '$orderby', "Did you mean 'Name'?"],
  ['Jobs?$expand=TimeEntries($select=ClickTime.*;$orderby=Hour)', unknown, '$orderby', "Did you mean 'Hours'?"],
  ['Jobs?$expand=TimeEntries($apply=groupby((Hour)))', unknown, '$apply', "Did you mean 'Hours'?"],
  ['Jobs?$apply=Nonsense.Func()', 'UnknownFunction', '$apply', "There is no function 'Nonsense.Func'."],
])('%s is refused', (url, code, target, text) => {
  const refusal = refusalOf(url, clicktimeModel);
  expect(refusal).toMatchObject({ code, target });
  expect(refusal.message).toContain(text);
});

test.each([
  ["Jobs?$apply=descendants($root/Jobs,Tree,ID,filter(Name eq 'a'))", "'descendants' in $apply"],
  ['Jobs?$apply=groupby((rolluprecursive($root/Jobs,Tree,ID)))', "'rolluprecursive'"],
])('%s is legal and not done', (url, text) => {
  const refusal = refusalOf(url, clicktimeModel);
  expect(refusal.code).toBe('UnsupportedFeature');
  expect(refusal.message).toContain(text);
});
