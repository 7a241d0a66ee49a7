import type { SecretPlace } from './secret-box.ts';

/** Where a person's key of a version is sealed. */
export function personPlaceOf(personId: string, version: number): SecretPlace {
  return { table: 'person_key', column: 'sealed_key', rowId: `${personId}:${version}` };
}

/** Where their key for what is written once is sealed. */
export function archivePlaceOf(personId: string): SecretPlace {
  return { table: 'person_key', column: 'archive_key', rowId: personId };
}
