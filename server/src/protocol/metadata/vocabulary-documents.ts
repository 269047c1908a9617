/** The vocabularies as CSDL documents, which anybody may read: they hold nothing of anybody's. */
import { entityTag, type TaggedDocument, taggedResponse } from '../etag.ts';
import type { ODataRequest, ODataResponse } from '../message.ts';
import type { ODataVersion } from '../version.ts';
import {
  CORE,
  jsonReferences,
  referencesOf,
  vocabularies,
  VOCABULARY_FOLDER,
  type Vocabulary,
  withAlias,
} from './vocabularies.ts';
import { csdlXmlDocument, EDM_NAMESPACE, element, type Lines } from './xml.ts';

const document = (contentType: string, version: ODataVersion, text: string): TaggedDocument => ({
  contentType,
  version,
  body: text,
  tag: entityTag(text),
});

const documents: ReadonlyMap<string, TaggedDocument> = new Map(
  vocabularies.flatMap((vocabulary) => {
    const path = `${VOCABULARY_FOLDER}/${vocabulary.namespace}`;
    return [
      // Clients of 4.01 read 4.0 as well; CSDL JSON exists in 4.01 only.
      [`${path}.xml`, document('application/xml', '4.0', asXml(vocabulary))],
      [`${path}.json`, document('application/json', '4.01', asJson(vocabulary))],
    ] as const;
  }),
);

/** The answer to a request for a vocabulary; undefined for any other. */
export function vocabularyDocument(request: ODataRequest): ODataResponse | undefined {
  const { method, path } = request;
  const found = method === 'GET' || method === 'HEAD' ? documents.get(path) : undefined;
  return found && taggedResponse(found, request, 'public, max-age=3600');
}

// ---- CSDL XML -------------------------------------------------------------------------------------------------------

function asXml(vocabulary: Vocabulary): string {
  const { namespace, alias, typeDefinitions, enumTypes, complexTypes, terms } = vocabulary;
  return csdlXmlDocument('4.0', referencesOf(vocabulary), [
    ...element('Schema', { xmlns: EDM_NAMESPACE, Namespace: namespace, Alias: alias }, [
      ...Object.entries(typeDefinitions).flatMap(([name, type]) =>
        element('TypeDefinition', { Name: name, UnderlyingType: type }),
      ),
      ...Object.entries(enumTypes).flatMap(([name, members]) =>
        element(
          'EnumType',
          { Name: name },
          members.flatMap((member, value) => element('Member', { Name: member, Value: value })),
        ),
      ),
      ...Object.entries(complexTypes).flatMap(([name, properties]) =>
        element(
          'ComplexType',
          { Name: name },
          Object.entries(properties).flatMap(([property, type]) => element('Property', { Name: property, Type: type })),
        ),
      ),
      ...Object.entries(terms).flatMap(([name, { type, appliesTo, description }]) =>
        element('Term', { Name: name, Type: type, AppliesTo: appliesTo }, describedBy(description)),
      ),
    ]),
  ]);
}

function describedBy(description: string): Lines {
  return element('Annotation', { Term: `${CORE}.Description`, String: description });
}

// ---- CSDL JSON ------------------------------------------------------------------------------------------------------

/** Members whose value is undefined do not appear in the JSON. */
function asJson(vocabulary: Vocabulary): string {
  const { namespace, alias, typeDefinitions, enumTypes, complexTypes, terms } = vocabulary;
  const references = referencesOf(vocabulary);
  return JSON.stringify({
    $Version: '4.01',
    $Reference: references.length === 0 ? undefined : jsonReferences(references),
    [namespace]: {
      $Alias: alias,
      ...mapped(typeDefinitions, (type) => ({ $Kind: 'TypeDefinition', $UnderlyingType: type })),
      ...mapped(enumTypes, (members) => ({
        $Kind: 'EnumType',
        ...Object.fromEntries(members.map((member, value) => [member, value])),
      })),
      ...mapped(complexTypes, (properties) => ({ $Kind: 'ComplexType', ...mapped(properties, typed) })),
      ...mapped(terms, ({ type, appliesTo, description }) => ({
        $Kind: 'Term',
        ...typed(type),
        $AppliesTo: appliesTo?.split(' '),
        '@Core.Description': description,
      })),
    },
  });
}

function mapped<From, To>(items: Readonly<Record<string, From>>, to: (item: From) => To): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(items).map(([name, item]) => [name, to(item)]));
}

/** A type in CSDL JSON, where Edm.String is the default, in aliases where the document includes them. */
function typed(reference: string): object {
  const name = /^Collection\((.*)\)$/.exec(reference)?.[1];
  const type = name ?? reference;
  return {
    $Type: type === 'Edm.String' ? undefined : withAlias(type),
    $Collection: name === undefined ? undefined : true,
    $Nullable: name === undefined ? true : undefined,
  };
}
