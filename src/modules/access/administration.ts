import { Injectable } from '@nestjs/common';
import { asSystem, Transactions, type Tx } from '../../platform/postgres/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { AccessRepository } from './access.repository.ts';
import { ADMIN } from './built-in-roles.ts';
import { Catalogue } from './catalogue.ts';
import { demandOwn } from './change-of-access.ts';
import { RoleTable } from './role-table.ts';
import { type Holder, RolesRepository } from './roles.repository.ts';

/** A transaction that changes who may what, and what who changes it may at that moment. */
export interface Administering {
  readonly tx: Tx;
  readonly table: RoleTable;
  /** What the administrator may by their roles now and by what they came with; undefined is an operator at the command line. */
  readonly own: ReadonlySet<string> | undefined;
}

/** Runs changes of access one after another, each on what is true when it runs and not on what a cache remembers. */
@Injectable()
export class Administration {
  constructor(
    private readonly transactions: Transactions,
    private readonly roles: RolesRepository,
    private readonly access: AccessRepository,
    private readonly catalogue: Catalogue,
  ) {}

  async run<T>(by: Principal | undefined, work: (administering: Administering) => Promise<T>): Promise<T> {
    await this.catalogue.ready();
    const administer = async (tx: Tx): Promise<T> => {
      await this.roles.lockAdministration(tx);
      const table = new RoleTable(await this.access.rolePermissions(tx));
      return work({ tx, table, own: by && (await this.ownNow(tx, table, by)) });
    };
    // Also who closes their own account asks whether another administrator remains.
    return asSystem(by ? 'administration' : 'operator', () => this.transactions.run(administer));
  }

  /** Before somebody is taken power from. Refuses `forbidden` to who may less than an administrator, of one, and `last_admin`. */
  async demandPower({ tx, table, own }: Administering, person: Holder & { readonly id: string }): Promise<void> {
    if (!person.roles.includes(ADMIN)) return;
    if (own) demandOwn(own, table.permissionsOf([ADMIN]));
    if (person.status === 'active' && !(await this.roles.hasOtherAdmin(tx, person.id))) throw refuse('last_admin');
  }

  private async ownNow(tx: Tx, table: RoleTable, by: Principal): Promise<ReadonlySet<string>> {
    const holder = await this.roles.holder(tx, by.id);
    const now = holder?.status === 'active' ? table.permissionsOf(holder.roles) : new Set<string>();
    return new Set([...by.permissions].filter((permission) => now.has(permission)));
  }
}
