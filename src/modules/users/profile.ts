export interface Address {
  readonly line1: string;
  readonly line2?: string;
  readonly city: string;
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** A document that is kept elsewhere. */
export interface DocumentReference {
  /** A code of the set `document_type`. */
  readonly type: string;
  readonly reference: string;
}

/** What a person says of themselves to be checked. Sealed where it is kept. */
export interface ProfileDetails {
  /** YYYY-MM-DD. */
  readonly dateOfBirth: string;
  readonly address: Address;
  readonly documents: readonly DocumentReference[];
}

export interface Profile extends ProfileDetails {
  readonly version: number;
  readonly submittedAt: Date;
}

const MIN_AGE_YEARS = 18;
const MAX_AGE_YEARS = 120;

/** Whether somebody born that day is of an age to have an account, at `now`, in UTC. */
export function isOfAge(dateOfBirth: string, now: Date): boolean {
  return dateOfBirth <= yearsBefore(now, MIN_AGE_YEARS) && dateOfBirth > yearsBefore(now, MAX_AGE_YEARS);
}

// As text: 29 February has no day before it in most years, and needs none to be compared.
function yearsBefore(now: Date, years: number): string {
  return `${now.getUTCFullYear() - years}${now.toISOString().slice(4, 10)}`;
}
