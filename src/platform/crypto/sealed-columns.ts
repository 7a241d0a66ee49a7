import { Injectable } from '@nestjs/common';

/** A column whose values are sealed, and the column that its `SecretPlace.rowId` is. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly key: string;
  /** Whose key it is sealed with (`PersonalBox`); none is sealed with a data key (`SecretBox`). */
  readonly person?: string;
}

/** Every column that holds sealed values for longer than a queue does. A module registers its own in `onModuleInit`. */
@Injectable()
export class SealedColumns {
  private readonly columns: SealedColumn[] = [];

  register(column: SealedColumn): void {
    this.columns.push(column);
  }

  ofPersons(): readonly Required<SealedColumn>[] {
    return this.columns.filter((column): column is Required<SealedColumn> => column.person !== undefined);
  }

  others(): readonly SealedColumn[] {
    return this.columns.filter(({ person }) => person === undefined);
  }
}
