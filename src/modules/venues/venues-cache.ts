/** Everything that is cached of venues is under this tag, and is forgotten when any venue is made or changed. */
export const VENUES_TAG = 'venues';
