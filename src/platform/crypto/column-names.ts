import { Prisma } from '../postgres/index.ts';

/** The name of a table or column, for raw SQL. Names come from our code, never from a request. */
export function nameOf(identifier: string): Prisma.Sql {
  if (!/^[a-z_]+$/.test(identifier)) throw new Error(`${identifier} is no name of a table or column`);
  return Prisma.raw(`"${identifier}"`);
}
