import { tableQuery } from './power-query.ts';
import type { TableSource } from './table-source.ts';

/**
 * An `.odc` file: Excel opens it as a query of Power Query that reads the table, and asks for the credentials. It is a page
 * of HTML with an Office data connection in it, whose query is an escaped Mashup package description.
 */
export function excelFile(source: TableSource): string {
  const name = source.entitySet;
  return `<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns="http://www.w3.org/TR/REC-html40">

<head>
<meta http-equiv=Content-Type content="text/x-ms-odc; charset=utf-8">
<meta name=ProgId content=ODC.Database>
<meta name=SourceType content=OLEDB>
<title>Query - ${escaped(name)}</title>
<xml id=docprops><o:DocumentProperties
  xmlns:o="urn:schemas-microsoft-com:office:office"
  xmlns="http://www.w3.org/TR/REC-html40">
  <o:Description>${escaped(name)} of ClickTime, by OData</o:Description>
  <o:Name>Query - ${escaped(name)}</o:Name>
 </o:DocumentProperties>
</xml><xml id=msodc><odc:OfficeDataConnection
  xmlns:odc="urn:schemas-microsoft-com:office:odc"
  xmlns="http://www.w3.org/TR/REC-html40">
  <odc:PowerQueryConnection odc:Type="OLEDB">
   <odc:ConnectionString>Provider=Microsoft.Mashup.OleDb.1;Data Source=$Workbook$;Location=${escaped(name)};Extended Properties=&quot;&quot;</odc:ConnectionString>
   <odc:CommandType>SQL</odc:CommandType>
   <odc:CommandText>SELECT * FROM [${escaped(name)}]</odc:CommandText>
  </odc:PowerQueryConnection>
  <odc:PowerQueryMashupData>${escaped(mashup(source))}</odc:PowerQueryMashupData>
 </odc:OfficeDataConnection>
</xml>
</head>

<body>
</body>

</html>
`;
}

/** The description of the query; versions below the least one cannot read OData as it is written here. */
function mashup(source: TableSource): string {
  const schemas = ['http://www.w3.org/2001/XMLSchema', 'http://www.w3.org/2001/XMLSchema-instance'];
  const [xsd = '', xsi = ''] = schemas;
  return (
    `<Mashup xmlns:xsd="${xsd}" xmlns:xsi="${xsi}" xmlns="http://schemas.microsoft.com/DataMashup">` +
    '<Client>EXCEL</Client><Version>2.116.622.0</Version><MinVersion>2.21.0.0</MinVersion>' +
    '<Culture>en-US</Culture><SafeCombine>true</SafeCombine>' +
    `<Items><Query Name="${escaped(source.entitySet)}"><Formula><![CDATA[${cdata(tableQuery(source))}]]></Formula>` +
    '<IsParameterQuery xsi:nil="true" /><IsDirectQuery xsi:nil="true" /></Query></Items></Mashup>'
  );
}

const cdata = (value: string): string => value.replaceAll(']]>', ']]]]><![CDATA[>');

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (value: string): string => value.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');
