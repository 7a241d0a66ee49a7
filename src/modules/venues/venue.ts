export const VENUE_STATUSES = ['open', 'closed'] as const;
export const STAFF_ROLES = ['manager', 'bartender'] as const;

export type VenueStatus = (typeof VENUE_STATUSES)[number];
export type StaffRole = (typeof STAFF_ROLES)[number];

export interface Venue {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly currency: string;
  /** Degrees. */
  readonly latitude: number;
  readonly longitude: number;
  readonly coverImageUrl: string | null;
  readonly status: VenueStatus;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What can be changed of a venue. Its currency cannot: prices and orders are in it. */
export type VenueChanges = Partial<
  Pick<Venue, 'name' | 'address' | 'latitude' | 'longitude' | 'coverImageUrl' | 'status'>
>;

export interface MenuItem {
  readonly id: string;
  readonly venueId: string;
  readonly name: string;
  readonly category: string | null;
  /** Minor units of the venue's currency. */
  readonly price: bigint;
  readonly available: boolean;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type MenuItemChanges = Partial<Pick<MenuItem, 'name' | 'category' | 'price' | 'available'>>;

export interface StaffMember {
  readonly userId: string;
  readonly role: StaffRole;
  readonly createdAt: Date;
}

/** What everybody may see of a venue in a list: the same for all callers, so it can be cached. */
export type ListedVenue = Pick<Venue, 'id' | 'name' | 'address' | 'currency' | 'status' | 'latitude' | 'longitude'>;
