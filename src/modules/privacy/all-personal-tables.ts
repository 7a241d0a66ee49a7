import type { NothingPersonal, Passing, PersonalTable } from './personal-data.ts';
import { PERSONAL_TABLES_OF_BOOKS } from './personal-tables-of-books.ts';
import { PERSONAL_TABLES } from './personal-tables.ts';
import { PERSONAL_TABLES_OF_PRODUCTS } from './personal-tables-of-products.ts';

/** Every table of PostgreSQL. */
export const ALL_PERSONAL_TABLES: Readonly<Record<string, PersonalTable | NothingPersonal | Passing>> = {
  ...PERSONAL_TABLES,
  ...PERSONAL_TABLES_OF_BOOKS,
  ...PERSONAL_TABLES_OF_PRODUCTS,
};
